import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Preset } from '../presets/preset.ts';
import type { RunEvent } from './events.ts';
import { runPreset } from './run-preset.ts';

const among = [{ learningRate: 0.001 }, { learningRate: 0.1 }];
const presetOn = (dataset: string): Preset => ({
  name: 'small',
  description: 'for tests',
  tables: ['one', 'two'].map((name) => ({
    name,
    dataset,
    model: 'conv',
    trainCount: 120,
    steps: 40,
    batchSize: 5,
    learningRate: 0.001,
    arms: [
      { curriculum: 'uniform', among },
      { curriculum: 'random-order', like: 'uniform' },
    ],
  })),
});

let folder: string;
let preset: Preset;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
  const data = join(folder, 'data');
  await mkdir(data);
  const [count, side] = [90, 10];
  const labels = Array.from({ length: count }, (_, i) => i % 2);
  const pixels = labels.flatMap((label, i) =>
    Array.from({ length: side * side }, (_, at) => 100 * label + ((7 * i + 13 * at) % 150)),
  );
  await writeFile(join(data, 'train-images-idx3-ubyte'), idx([count, side, side], pixels));
  await writeFile(join(data, 'train-labels-idx1-ubyte'), idx([count], labels));
  preset = presetOn(`path:${data}`);
});
afterEach(() => rm(folder, { recursive: true }));

function idx(shape: number[], values: number[]): Uint8Array {
  return Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, 0, n]), ...values]);
}

test('screens, keeps what it chose, and confirms it on other seeds', async () => {
  const events: RunEvent[] = [];
  const common = {
    scale: 0.25,
    tables: ['two'],
    backend: 'wasm' as const,
    jobs: 1,
    out: join(folder, 'run'),
    onEvent: (event: RunEvent) => events.push(event),
  };
  const first = { ...common, stage: 'screen' as const, seeds: [1, 2] };
  await runPreset(preset, { ...first, plan: true });
  expect(events.map((event) => event.type)).toEqual(['plan']);
  await runPreset(preset, first);
  const [plan] = events;
  expect(plan).toMatchObject({
    type: 'plan',
    preset: 'small',
    tables: [{ table: 'two', stage: 'screen', trainings: 4, finished: 0, updates: 40 }],
  });
  const choices = JSON.parse(await readFile(join(folder, 'run', 'choices.json'), 'utf8'));
  expect(choices.seeds).toEqual([1, 2]);
  await runPreset(preset, { ...first, seeds: [2, 9], plan: true });
  expect(events.at(-1)).toMatchObject({ tables: [{ trainings: 4, finished: 2 }] });
  expect(choices.tables.two.uniform.candidates).toHaveLength(2);
  const { chosen } = choices.tables.two.uniform;

  await expect(runPreset(preset, { ...common, seeds: [2, 3] })).rejects.toThrow(
    'must be fresh, but settings were chosen on 2',
  );
  await expect(runPreset(preset, { ...common, scale: 1, seeds: [3] })).rejects.toThrow(
    'holds settings chosen at scale 0.25, got scale 1',
  );
  const summary = await runPreset(preset, { ...common, seeds: [3] });
  expect(summary.tables.map(({ name, arms }) => [name, arms.map((arm) => arm.n)])).toEqual([
    ['two', [1, 1]],
  ]);
  const config = JSON.parse(await readFile(join(folder, 'run', 'two', 'config.json'), 'utf8'));
  expect(config.arms.map((arm: { learningRate: number }) => arm.learningRate)).toEqual([
    chosen.learningRate,
    chosen.learningRate,
  ]);
  expect(config.arguments).toMatchObject({ trainCount: 30, steps: 10, seeds: [3] });
  const path = join(folder, 'run', 'summary.json');
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(summary);

  // One table after the other: the file has both, in the preset's order.
  const other = await runPreset(preset, { ...common, tables: ['one'], seeds: [3] });
  const both = { tables: [...other.tables, ...summary.tables] };
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(both);
});

test('a plan counts what other runs have made', async () => {
  const planned: Extract<RunEvent, { type: 'plan' }>['tables'][number][] = [];
  const common = {
    stage: 'screen' as const,
    seeds: [1, 2],
    scale: 0.25,
    tables: ['two'],
    backend: 'wasm' as const,
    jobs: 1,
    onEvent: (event: RunEvent) => {
      if (event.type === 'plan') planned.push(...event.tables);
    },
  };
  await runPreset(preset, { ...common, out: join(folder, 'first') });
  const again = { ...common, plan: true, out: join(folder, 'second') };
  await runPreset(preset, again);
  await runPreset(preset, { ...again, reuse: join(folder, 'first') });
  await runPreset(preset, { ...again, reuse: join(folder, 'first'), seeds: [2, 1] });
  const counts = planned.map(({ trainings, finished, takenOver }) => [
    trainings,
    finished,
    takenOver,
  ]);
  // Uniform's model is wanted on the first seed; images of another first seed are others for all one knows.
  expect(counts).toEqual([
    [4, 0, 0],
    [4, 0, 0],
    [4, 0, 3],
    [4, 0, 0],
  ]);
});

test('refuses tables that it has not, and seeds for two stages at once', async () => {
  await expect(runPreset(preset, { tables: ['three'], out: folder })).rejects.toThrow(
    'tables of small must be among one, two, got three',
  );
  await expect(runPreset(preset, { stage: 'all', seeds: [1], out: folder })).rejects.toThrow(
    'seeds are for one stage',
  );
});

test('says what it would cost where the data are not at hand, and which these are', async () => {
  const events: RunEvent[] = [];
  const [table] = presetOn('mnist').tables;
  const small = { ...(table as Preset['tables'][number]), trainCount: 50, steps: 4 };
  await runPreset(
    { name: 'digits', description: '', tables: [small] },
    {
      plan: true,
      seeds: [1],
      backend: 'wasm',
      dataDir: join(folder, 'absent'),
      out: join(folder, 'run'),
      onEvent: (event) => events.push(event),
    },
  );
  expect(events).toMatchObject([
    { type: 'plan', wanted: ['mnist'], tables: [{ trainings: 2, finished: 0, updates: 8 }] },
  ]);
});
