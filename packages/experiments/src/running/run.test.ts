import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOptions } from '../commands/read-options.ts';
import { convolutionalDropout } from '../models/convolutional.ts';
import type { TrainingRecord } from '../results/records.ts';
import type { RunEvent } from './events.ts';
import { type RunOptions, run } from './run.ts';
import { timeless, tiny } from './tiny.fixture.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
});
afterEach(() => rm(folder, { recursive: true }));

const tinyRun = (options: RunOptions) =>
  run({ dataset: tiny, seeds: [1, 2], backend: 'wasm', out: join(folder, 'run'), ...options });

async function recordsIn(path: string): Promise<TrainingRecord[]> {
  const text = await readFile(join(path, 'results.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('trains every arm on every seed and writes the run folder', async () => {
  const summary = await tinyRun({});
  const out = join(folder, 'run');
  const records = await recordsIn(out);
  expect(records.map(({ arm, seed }) => [seed, arm])).toEqual(
    [1, 2].flatMap((seed) =>
      [
        'uniform',
        'dynamic-free',
        'dynamic-scored',
        'bootstrapped',
        'random-order',
        'random-scores',
      ].map((arm) => [seed, arm]),
    ),
  );
  expect(records.every((record) => record.steps === 6 && record.curve.at(-1)?.[0] === 6)).toBe(
    true,
  );
  // The scoring pass runs over the 60 training images once, after the first epoch of 6 updates there is none left.
  expect(records.map((record) => record.samplesScored).slice(0, 4)).toEqual([0, 0, 0, 60]);
  expect(JSON.parse(await readFile(join(out, 'summary.json'), 'utf8'))).toEqual(summary);
  const config = JSON.parse(await readFile(join(out, 'config.json'), 'utf8'));
  expect(config.arguments).toMatchObject({
    dataset: 'tiny',
    model: 'conv',
    seeds: [1, 2],
    steps: 6,
  });
  expect(config.cost.stepMs).toBeGreaterThan(0);
  expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('dynamic-free');
  expect(summary.tables[0]?.arms[0]).toMatchObject({ arm: 'uniform', n: 2, difference: null });
});

test('within a seed all arms start from the same weights', async () => {
  await tinyRun({});
  const records = await recordsIn(join(folder, 'run'));
  for (const seed of [1, 2]) {
    const starts = records
      .filter((record) => record.seed === seed)
      .map((record) => record.curve[0]);
    expect(new Set(starts.map(String)).size).toBe(1);
  }
});

test('repeats to the bit, dropout included', async () => {
  const model = { name: 'dropped', description: '', build: convolutionalDropout };
  const once = { model, seeds: [3] };
  await tinyRun({ ...once, out: join(folder, 'a') });
  await tinyRun({ ...once, out: join(folder, 'b') });
  const [a, b] = [await recordsIn(join(folder, 'a')), await recordsIn(join(folder, 'b'))];
  expect(a.map(timeless)).toEqual(b.map(timeless));
});

test('a run that was stopped goes on where it stood, to the same results', async () => {
  await tinyRun({ out: join(folder, 'whole') });
  const out = join(folder, 'stopped');
  const stop = new AbortController();
  const seen: RunEvent[] = [];
  const onEvent = (event: RunEvent) => {
    seen.push(event);
    if (event.type !== 'step') return;
    if (event.running.some(({ arm, step }) => arm === 'bootstrapped' && step === 2)) {
      stop.abort('enough');
    }
  };
  await expect(tinyRun({ out, signal: stop.signal, onEvent })).rejects.toBe('enough');
  expect(await recordsIn(out)).toHaveLength(3);
  // A line that a crash cut off does not count.
  await writeFile(join(out, 'results.jsonl'), '{"dataset":"ti', { flag: 'a' });

  const finished: string[] = [];
  await tinyRun({
    out,
    onEvent: (event) => {
      if (event.type === 'finished') finished.push(`${event.record.seed} ${event.record.arm}`);
    },
  });
  expect(finished[0]).toBe('1 bootstrapped');
  expect(finished).toHaveLength(9);
  expect((await recordsIn(out)).map(timeless)).toEqual(
    (await recordsIn(join(folder, 'whole'))).map(timeless),
  );
});

test('a finished run is summed up again without training', async () => {
  const first = await tinyRun({ seeds: [1] });
  const again = await tinyRun({
    seeds: [1],
    onEvent: (event) => expect(event.type).not.toBe('step'),
  });
  expect(again).toEqual(first);
});

test('costs that another run measured decide the updates of equal cost, on its backend alone', async () => {
  // No backend takes as long for a sample as for three updates, so what is measured cannot pass for it.
  const cost = { stepMs: 2, forwardMs: 6 };
  const arms = [
    { curriculum: 'dynamic-scored' as const, rescoreEvery: 2 },
    { name: 'equal', curriculum: 'uniform' as const, equalTo: 'dynamic-scored' },
  ];
  const stepsOfEqual = async (backend: string, out: string) => {
    await tinyRun({ seeds: [1], arms, measured: { backend, cost }, out: join(folder, out) });
    return (await recordsIn(join(folder, out)))[2]?.steps;
  };
  // Two passes over 60 images, after 2 and 4 of 6 updates: 6 + 2 * 60 * 6 / 2.
  expect(await stepsOfEqual('wasm', 'there')).toBe(366);
  expect(await stepsOfEqual('webgpu', 'elsewhere')).toBeLessThan(366);
});

test('arms have settings of their own, and uniform as many updates as one of them costs', async () => {
  const summary = await tinyRun({
    seeds: [1],
    steps: 12,
    arms: [
      { name: 'scored', curriculum: 'dynamic-scored', scorer: 'margin', rescoreEvery: 2 },
      { name: 'free', curriculum: 'dynamic-free', maxRatio: 3, favour: 'easy', steps: 8 },
      { name: 'twin', curriculum: 'dynamic-free', control: true, weighBy: 'ranks', endRatio: 1 },
      { name: 'equal', curriculum: 'uniform', equalTo: ['free', 'scored'], learningRate: 0.01 },
      { name: 'ranked', curriculum: 'bootstrapped', scorer: 'aadt', order: 'hard-first' },
    ],
  });
  const records = await recordsIn(join(folder, 'run'));
  const work = records.map((record) => [
    record.arm,
    record.steps,
    record.samplesScored,
    record.updatesObserved,
    record.weighings,
    record.referenceSteps,
  ]);
  const equal = records[4] as TrainingRecord;
  expect(work).toEqual([
    ['uniform', 12, 0, 0, 0, 0],
    ['scored', 12, 5 * 60, 0, 5, 0],
    ['free', 8, 0, 8, 3, 0],
    ['twin', 12, 0, 12, 5, 0],
    ['equal', equal.steps, 0, 0, 0, 0],
    ['ranked', 12, 60, 0, 0, 12],
  ]);
  expect(records[2]).toMatchObject({ scorer: 'entropy', favour: 'easy', maxRatio: 3 });
  expect(records[5]).toMatchObject({ curriculum: 'bootstrapped', scorer: 'aadt', favour: 'hard' });
  const [, scored, free, twin] = summary.tables[0]?.arms ?? [];
  // Five passes over 60 images are no part of 12 updates that rounding up could hide.
  expect(equal.steps).toBeGreaterThan(12);
  expect(equal.steps).toBe(Math.ceil(scored?.updateEquivalents as number));
  expect(scored?.equalCost).toMatchObject({ arm: 'equal', p: null });
  expect(free?.equalCost).toMatchObject({ arm: 'equal' });
  expect(twin?.equalCost).toBeNull();
  // A finished run with arms is known again by its config.json.
  const again = await readOptions(join(folder, 'run', 'config.json'));
  expect(await tinyRun({ ...again, dataset: tiny })).toEqual(summary);
});

test('clipping the outliers of scores makes other draws', async () => {
  const arm = {
    curriculum: 'dynamic-scored' as const,
    scorer: 'aadt',
    maxRatio: 100,
    rescoreEvery: 2,
  };
  const arms = [
    { ...arm, name: 'as-they-are' },
    { ...arm, name: 'clipped', winsorize: true },
  ];
  await tinyRun({ seeds: [1], steps: 12, arms });
  const [, one, other] = (await recordsIn(join(folder, 'run'))).map(({ curve }) => curve);
  expect(one?.[0]).toEqual(other?.[0]);
  expect(one).not.toEqual(other);
});

test('a run of before arms had settings is summed up again', async () => {
  const summary = await tinyRun({ seeds: [1] });
  const path = join(folder, 'run', 'config.json');
  const { arms: _, arguments: given, ...config } = JSON.parse(await readFile(path, 'utf8'));
  const { arms: __, trainCount: ___, ...old } = given;
  await writeFile(path, JSON.stringify({ ...config, arguments: old }));
  expect(await tinyRun({ seeds: [1] })).toEqual(summary);
});

test('a folder made by other arguments is refused, saying which differ', async () => {
  await tinyRun({ seeds: [1] });
  await expect(tinyRun({ seeds: [1], steps: 7 })).rejects.toThrow('steps: 6 there, 7 here');
});

test.each([
  [
    { dataset: 'minst' },
    'run: dataset must be one of geoshapes, geoshapes-basic-geom, fashion-mnist, mnist, cifar10, or a folder like path:./images, got minst',
  ],
  [
    { model: 'resnet' },
    'run: model must be one of conv, conv-dropout, dense, residual, or a file like ./net.mjs, got resnet',
  ],
  [{ steps: 0 }, 'run: steps must be an integer >= 1, got 0'],
  [{ steps: 1.5 }, 'run: steps must be an integer >= 1, got 1.5'],
  [{ arms: [] }, 'run: arms must be a list of at least one arm'],
  [
    { arms: [{ curriculum: 'dynamic-free' as const }, { curriculum: 'dynamic-free' as const }] },
    'run: arms[1].name must be a word like free-30 that no other arm has, got dynamic-free',
  ],
  [
    { arms: [{ name: 'a', curriculum: 'uniform' as const, equalTo: 'b' }] },
    "run: arms[0].equalTo must be another arm's name or several, on an arm of uniform, got b",
  ],
  [
    { arms: [{ curriculum: 'dynamic-free' as const, winsorize: true, weighBy: 'ranks' as const }] },
    'run: arms[0].winsorize is for weights by values, got weighBy ranks',
  ],
  [
    { arms: [{ curriculum: 'bootstrapped' as const, task: 3 } as never] },
    'run: arms[0] has task, which is no option',
  ],
  [{ seeds: [] }, 'run: seeds must name at least one seed'],
  [{ seeds: [1, 1] }, 'run: seeds must be different integers, got 1 in [1, 1]'],
])('refuses %o', async (options, message) => {
  await expect(tinyRun(options)).rejects.toThrow(message);
});

test.each([
  [{ scorer: 'margin', maxRatio: 5, favour: 'easy' as const }],
  [{ scorer: 'aadt', rescoreEvery: 1 }],
  [{ scorer: 'el2n', optimizer: 'adam' }],
  [{ scorer: 'cross-entropy', optimizer: 'sgd', labelNoise: 0.5 }],
  [{ scorer: 'expected-gradient-length', order: 'hard-first' as const, tasks: 3 }],
  [{ curricula: ['random-order', 'random-scores'], batchSize: 7 }],
])('trains with %o, leaking nothing', async (options) => {
  const summary = await tinyRun({ seeds: [1], ...options });
  const errors = summary.tables[0]?.arms.map((arm) => arm.meanTestError) ?? [];
  expect(errors.length).toBe('curricula' in options ? 3 : 6);
  expect(errors.every((error) => error >= 0 && error <= 1)).toBe(true);
  const [, second] = await recordsIn(join(folder, 'run'));
  if ('favour' in options) expect(second).toMatchObject({ favour: 'easy', maxRatio: 5 });
});

test('BALD scores by ten dropout passes, and is charged for them', async () => {
  const model = { name: 'dropped', description: '', build: convolutionalDropout };
  const curricula = ['dynamic-scored', 'bootstrapped'];
  await tinyRun({ seeds: [1], model, scorer: 'bald', curricula, steps: 12 });
  const [, scored, ranked] = await recordsIn(join(folder, 'run'));
  expect(scored).toMatchObject({ arm: 'dynamic-scored', samplesScored: 600 });
  expect(ranked).toMatchObject({ arm: 'bootstrapped', samplesScored: 600, referenceSteps: 12 });
});
