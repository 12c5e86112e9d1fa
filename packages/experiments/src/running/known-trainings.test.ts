import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ArmOptions, ArmSettings } from '../training/arm-settings.ts';
import type { RunEvent } from './events.ts';
import { KnownTrainings } from './known-trainings.ts';
import { type RunOptions, run } from './run.ts';
import { type RunConfig, RunFolder } from './run-folder.ts';
import { timeless, tiny } from './tiny.fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs in a folder below, and reads its lines of results: those taken over by where from, and what must repeat. */
async function linesOf(name: string, arms: ArmOptions[], more: RunOptions = {}) {
  const out = join(folder, name);
  await run({ dataset: tiny, seeds: [1, 2], backend: 'wasm', out, arms, ...more });
  const { records } = await RunFolder.read(out);
  return records.map(({ takenFrom, ...record }) => ({
    from: `${record.seed} ${record.arm}: ${takenFrom ?? 'made'}`,
    numbers: timeless(record),
  }));
}

const first: ArmOptions[] = [
  { curriculum: 'uniform' },
  { curriculum: 'dynamic-free' },
  { curriculum: 'dynamic-scored', learningRate: 0.1 },
  { curriculum: 'bootstrapped' },
];

test('trainings that another run has made are taken over, and are what they would be made to', async () => {
  const events: RunEvent[] = [];
  await linesOf('first', first);
  const arms: ArmOptions[] = [
    { curriculum: 'uniform' },
    { name: 'free-30', curriculum: 'dynamic-free', maxRatio: 30 },
    { name: 'free-10', curriculum: 'dynamic-free', maxRatio: 10 },
    { curriculum: 'dynamic-scored' },
    { curriculum: 'bootstrapped' },
  ];
  const onEvent = (event: RunEvent) => events.push(event);
  const taken = await linesOf('second', arms, { reuse: folder, onEvent });
  const made = await linesOf('third', arms);
  const there = join(folder, 'first');
  // Uniform is made again on the first seed, whose scores are looked at, and not on others, whose bootstrapped is there.
  expect(taken.map(({ from }) => from)).toEqual([
    '1 uniform: made',
    `1 free-30: ${there}`,
    '1 free-10: made',
    '1 dynamic-scored: made',
    `1 bootstrapped: ${there}`,
    `2 uniform: ${there}`,
    `2 free-30: ${there}`,
    '2 free-10: made',
    '2 dynamic-scored: made',
    `2 bootstrapped: ${there}`,
  ]);
  expect(taken.map(({ numbers }) => numbers)).toEqual(made.map(({ numbers }) => numbers));
  expect(events.filter(({ type }) => type === 'finished')).toHaveLength(10);
  expect(events[0]).toMatchObject({ type: 'start', total: 10, finished: 0, takenOver: 5 });
  const second = await RunFolder.read(join(folder, 'second'));
  await expect(second.readReference(2)).rejects.toThrow("uniform's scores stay behind");
});

const uniformAt = (learningRate: number): ArmOptions[] => [
  { curriculum: 'uniform', learningRate },
  { curriculum: 'dynamic-free' },
  { curriculum: 'bootstrapped' },
];

test.each<[string, RunOptions]>([
  ['batch', { batchSize: 12 }],
  ['number of updates', { steps: 7 }],
  ['optimiser', { optimizer: 'sgd' }],
  ['share of wrong labels', { labelNoise: 0.1 }],
  ['net', { model: 'dense' }],
  ['set of images', { seeds: [2, 1] }],
])('nothing is taken over from a run with another %s', async (_, more) => {
  await linesOf('first', uniformAt(0.05));
  const lines = await linesOf('second', uniformAt(0.05), { ...more, reuse: folder });
  expect(lines.filter(({ from }) => !from.endsWith(': made'))).toEqual([]);
});

test('what hangs on a uniform model is made anew where that is another', async () => {
  await linesOf('first', uniformAt(0.05));
  const lines = await linesOf('second', uniformAt(0.07), { reuse: folder });
  const taken = lines.filter(({ from }) => !from.endsWith(': made'));
  expect(taken.map(({ numbers }) => numbers.arm)).toEqual(['dynamic-free', 'dynamic-free']);
});

test('a run of other arms goes on from what it has, and takes over the rest', async () => {
  await linesOf('first', first.slice(0, 1), { seeds: [1, 2, 3] });
  const arms = first.slice(0, 1);
  const lines = await linesOf('second', arms, { seeds: [1, 3], reuse: join(folder, 'first') });
  expect(lines.map(({ from }) => from)).toEqual([
    '1 uniform: made',
    `3 uniform: ${join(folder, 'first')}`,
  ]);
  const again = await linesOf('second', arms, { seeds: [1, 3], reuse: folder });
  expect(again).toEqual(lines);
});

test('a uniform arm of equal cost is known by its updates', async () => {
  const steps = 9;
  await linesOf('first', [
    { curriculum: 'uniform' },
    { name: 'longer', curriculum: 'uniform', steps },
  ]);
  const [, taken] = await linesOf(
    'second',
    [{ curriculum: 'uniform' }, { name: 'as-long', curriculum: 'uniform', steps }],
    { reuse: folder, seeds: [1] },
  );
  expect(taken).toMatchObject({
    from: `1 as-long: ${join(folder, 'first')}`,
    numbers: { arm: 'as-long', steps },
  });
});

test('images that are stood in for are taken for those of the same name and first seed', async () => {
  await linesOf('first', first.slice(0, 1));
  const { config } = await RunFolder.read(join(folder, 'first'));
  const { arguments: known, arms: [arm] = [], ...rest } = config as RunConfig;
  const { trainSha256, ...stoodIn } = known;
  const all = await KnownTrainings.read(folder, join(folder, 'second'));
  const find = (here: Record<string, unknown>) =>
    all.find({ ...rest, arguments: here, arms: [] }, arm as ArmSettings, 2);
  expect(trainSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(find(stoodIn)).toEqual(find(known));
  expect(find(known)).toMatchObject({ arm: 'uniform', seed: 2 });
  expect(find({ ...stoodIn, seeds: [2] })).toBeUndefined();
  expect(find({ ...known, trainSha256: 'another' })).toBeUndefined();
});

test('a run of before there was an option is as one that has it off', async () => {
  await linesOf('first', first.slice(0, 2));
  const file = join(folder, 'first', 'config.json');
  const config = JSON.parse(await readFile(file, 'utf8'));
  for (const arm of config.arms) {
    delete arm.winsorize;
    delete arm.endRatio;
  }
  await writeFile(file, JSON.stringify(config));
  const lines = await linesOf('second', first.slice(0, 2), { reuse: folder });
  expect(lines.filter(({ from }) => !from.endsWith(': made'))).toHaveLength(3);
});

test('a folder that is not there is refused before anything is written', async () => {
  const reuse = join(folder, 'nowhere');
  await expect(linesOf('second', first, { reuse })).rejects.toThrow(
    `run: reuse must be a folder with runs in it, got ${reuse}`,
  );
  expect(await readdir(folder)).toEqual([]);
});
