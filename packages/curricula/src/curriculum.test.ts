import { createRng } from '@gradus/samplers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf, FakeTensors, indicesIn, plainDraw } from '../test/helpers.ts';
import {
  type BanditCurriculum,
  type Batch,
  bandit,
  bootstrapped,
  type Curriculum,
  type CurriculumOptions,
  type CurriculumSnapshot,
  type DynamicCurriculum,
  decode,
  dynamicSampled,
  encode,
  exponential,
  linear,
  logarithmic,
  paced,
  pruned,
  quadratic,
  root,
  selectiveBatch,
  selfPaced,
  stepwise,
  switchAt,
  uniform,
} from './index.ts';

/** What a run is made of; each kind below makes a curriculum of it, whatever the numbers. */
interface Run extends CurriculumOptions {
  size: number;
  tasks: number;
}
const score = (indices: Int32Array) => Float32Array.from(indices, (i) => ((i * 7) % 5) + i / 100);
const weigh = (scores: Float32Array, progress: number) =>
  Float64Array.from(scores, (value) => 1 + progress * value);
const dynamic = { weigh, draw: plainDraw };

/** Every kind of curriculum; `play` runs it as its user would. */
const kinds: Record<string, (run: Run) => Curriculum> = {
  uniform: (run) => uniform(run),
  'uniform with replacement': (run) => uniform({ ...run, replacement: true }),
  ...Object.fromEntries(
    (['easy-first', 'hard-first', 'random'] as const).flatMap((order) =>
      (['equal-updates', 'equal-epochs'] as const).map((phases) => [
        `bootstrapped ${order} ${phases}`,
        (run: Run) => {
          const difficulty = Array.from({ length: run.size }, (_, i) => i % 3);
          const tasks = Math.min(run.tasks, run.size);
          return bootstrapped({ ...run, difficulty, tasks, order, phases });
        },
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries({ linear, root, quadratic, exponential, stepwise, logarithmic }).map(
      ([name, pace]) => [
        `paced ${name}`,
        (run: Run) => {
          const difficulty = Array.from({ length: run.size }, (_, i) => i % 3);
          return paced({ ...run, difficulty, pace: pace(), order: 'easy-first' });
        },
      ],
    ),
  ),
  switchAt: (run) =>
    switchAt({
      ...run,
      first: Array.from({ length: run.tasks }, (_, i) => i % run.size),
      second: Array.from({ length: run.size }, (_, i) => i),
      switchStep: run.tasks,
    }),
  'dynamicSampled with score': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks }),
  'dynamicSampled with score and no warm-up': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks, warmUp: 0 }),
  'dynamicSampled with correct': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks, correct: (p) => p }),
  ...Object.fromEntries(
    (['oldest', 'random', 'likely'] as const).map((pick) => [
      `dynamicSampled with refresh of the ${pick}`,
      (run: Run) => {
        const refresh = { fraction: 0.4, pick };
        return dynamicSampled({ ...run, ...dynamic, score, refresh, rescoreEvery: run.tasks });
      },
    ]),
  ),
  'dynamicSampled as its control': (run) =>
    dynamicSampled({ ...run, ...dynamic, score, rescoreEvery: run.tasks, control: true }),
  'dynamicSampled with observe': (run) =>
    dynamicSampled({ ...run, ...dynamic, rescoreEvery: run.tasks, unseen: 'mean' }),
  'dynamicSampled with observe and a longer warm-up': (run) =>
    dynamicSampled({ ...run, ...dynamic, rescoreEvery: run.tasks, warmUp: run.tasks + 3 }),
  'selfPaced with observe': (run) => selfPaced({ ...run, rescoreEvery: run.tasks }),
  'selfPaced with score': (run) =>
    selfPaced({ ...run, score, rescoreEvery: run.tasks, warmUp: 0, start: 0.1 }),
  'selfPaced with refresh of the likely': (run) => {
    const refresh = { fraction: 0.3, pick: 'likely' } as const;
    return selfPaced({ ...run, score, refresh, rescoreEvery: run.tasks });
  },
  'selfPaced as its control': (run) =>
    selfPaced({ ...run, rescoreEvery: run.tasks, control: true }),
  ...Object.fromEntries(
    [false, true].map((control) => [
      `pruned (weights)${control ? ' as its control' : ''}`,
      (run: Run) => {
        const curriculum = pruned({ ...run, control });
        // Some tests observe nothing, which it refuses.
        if (run.from === undefined) curriculum.observe([0], [1]);
        return curriculum;
      },
    ]),
  ),
  'selectiveBatch by sampling (weights)': (run) => selectiveBatch({ ...run, score }),
  'selectiveBatch once it pays (weights)': (run) =>
    selectiveBatch({ ...run, score, switchOn: 0.4 }),
  'selectiveBatch from the top': (run) => {
    const holdout = Array.from({ length: run.size }, (_, i) => i % 2);
    return selectiveBatch({ ...run, score, keep: 'top', holdout, pool: 2 });
  },
  'selectiveBatch as its control': (run) =>
    selectiveBatch({ ...run, score, keep: 'top', control: true }),
  ...Object.fromEntries(
    Object.entries({
      'the defaults': {},
      'a share of its own': { share: 0.01, rescale: false, rate: 0.1 },
      'no reward heeded': { control: true },
    }).map(([what, options]) => [
      `bandit with ${what}`,
      (run: Run) =>
        bandit({
          ...run,
          ...options,
          tasks: Array.from({ length: run.tasks }, (_, t) =>
            Array.from(
              { length: 1 + Math.floor(run.size / run.tasks) },
              (_, i) => (i + t) % run.size,
            ),
          ),
        }),
    ]),
  ),
};

/** Iterates and observes, calling `each` in the loop's body; leaves it after `most` batches. */
async function play(
  curriculum: Curriculum,
  {
    most = Infinity,
    each,
    batch: look,
  }: {
    most?: number;
    each?: (curriculum: Curriculum) => unknown;
    batch?: (batch: Batch) => unknown;
  } = {},
): Promise<number[][]> {
  const played: number[][] = [];
  if (most === 0) return played;
  for await (const batch of curriculum) {
    const { step, phase, indices, weights } = batch;
    played.push([step, phase, ...indices, ...(weights ?? [])]);
    look?.(batch);
    told(curriculum, step, played.at(-1) as number[], indices.length);
    await each?.(curriculum);
    if (played.length === most) break;
  }
  return played;
}

/** Tells a curriculum what its user would, of a batch as `play` records it. */
function told(curriculum: Curriculum, step: number, batch: number[], batchSize: number): void {
  if ('reward' in curriculum) {
    (curriculum as BanditCurriculum).reward(step, ((step * 7) % 5) / 5);
  }
  if (!('observe' in curriculum)) return;
  const indices = Int32Array.from(batch.slice(2, 2 + batchSize));
  const values = Float32Array.from(indices, (i) => i / 8 + step);
  // every other time on a device
  const data = async () => values;
  (curriculum as DynamicCurriculum).observe(
    indices,
    step % 2 === 0 ? values : { data, dispose: () => {} },
  );
}

const runs = fc.record({
  size: fc.integer({ min: 1, max: 12 }),
  batchSize: fc.integer({ min: 1, max: 30 }),
  steps: fc.integer({ min: 0, max: 25 }),
  tasks: fc.integer({ min: 1, max: 8 }),
  seed: fc.nat(),
});

describe.each(Object.entries(kinds))('%s', (name, make) => {
  test('makes exactly steps batches of exactly batchSize indices of the data, in fresh arrays', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async ({ seed, ...run }) => {
        const curriculum = make({ ...run, random: createRng(seed) });
        expect([curriculum.steps, curriculum.batchSize]).toEqual([run.steps, run.batchSize]);
        const arrays = new Set<Int32Array>();
        let [steps, phase] = [0, 0];
        for await (const batch of curriculum) {
          expect(batch.step).toBe(steps++);
          expect(curriculum.step).toBe(steps);
          if (!/bandit|selfPaced/.test(name)) expect(batch.phase).toBeGreaterThanOrEqual(phase);
          phase = batch.phase;
          expect(batch.indices).toBeInstanceOf(Int32Array);
          expect(batch.indices).toHaveLength(run.batchSize);
          expect(batch.indices.every((index) => index >= 0 && index < run.size)).toBe(true);
          expect(batch.weights?.length).toBe(
            /correct|weights/.test(name) ? run.batchSize : undefined,
          );
          arrays.add(batch.indices);
          if ('observe' in curriculum) {
            (curriculum as DynamicCurriculum).observe(batch.indices, score(batch.indices));
          }
          batch.indices.fill(-1); // theirs now: nothing of ours may change with it
        }
        expect(steps).toBe(run.steps);
        expect(arrays.size).toBe(run.steps);
      }),
      { numRuns: 60 },
    );
  });

  test('makes the same batches for the same seed, and others for another', async () => {
    const run = { size: 12, batchSize: 10, steps: 12, tasks: 4 };
    const batches = (seed: number) => play(make({ ...run, random: createRng(seed) }));
    expect(await batches(3)).toEqual(await batches(3));
    expect(await batches(3)).not.toEqual(await batches(4));
  });

  test('continues a snapshot to the bit, from every step, left or still running', async () => {
    const run = { size: 7, batchSize: 3, steps: 11, tasks: 3 };
    const fresh = () => make({ ...run, random: createRng(11) });
    const whole = await play(fresh());
    for (let most = 0; most <= run.steps; most++) {
      const left = fresh();
      const first = await play(left, { most });
      const from = structuredClone(left.snapshot());
      const rest = await play(make({ ...run, random: createRng(99), from }));
      expect([...first, ...rest]).toEqual(whole);
    }
    const snapshots: ReturnType<Curriculum['snapshot']>[] = [];
    const running = await play(fresh(), {
      each: async (curriculum) => {
        if ('settle' in curriculum) await (curriculum as DynamicCurriculum).settle();
        snapshots.push(structuredClone(curriculum.snapshot()));
      },
    });
    expect(running).toEqual(whole); // looking changes nothing
    expect(snapshots).toHaveLength(run.steps);
    for (const [k, from] of snapshots.entries()) {
      const rest = await play(make({ ...run, random: createRng(99), from }));
      expect(rest).toEqual(whole.slice(k + 1));
    }
  });

  test('continues a snapshot that went through JSON, at random steps of a large run', async () => {
    const run = { size: 500, batchSize: 32, steps: 60, tasks: 7 };
    const whole = await play(make({ ...run, random: createRng(8) }));
    const random = createRng('steps');
    for (let k = 0; k < 3; k++) {
      const most = 1 + Math.floor(random() * (run.steps - 1));
      const left = make({ ...run, random: createRng(8) });
      await play(left, { most });
      const from = decode(encode(left.snapshot()));
      const rest = await play(make({ ...run, random: createRng(99), from }));
      expect(rest).toEqual(whole.slice(most));
    }
  });

  test('gives each batch its own snapshot where asked, for loops that fetch ahead', async () => {
    const run = { size: 7, batchSize: 3, steps: 11, tasks: 3 };
    const fresh = (from?: CurriculumSnapshot) =>
      make({ ...run, random: createRng(from === undefined ? 11 : 99), from, snapshots: true });
    const whole = await play(make({ ...run, random: createRng(11) }));
    const snapshots: CurriculumSnapshot[] = [];
    const played = await play(fresh(), {
      batch: ({ snapshot }) => snapshots.push(snapshot as never),
    });
    expect(played).toEqual(whole);
    for (const [step, from] of snapshots.entries()) {
      expect(from.step).toBe(step + 1);
      const continued = fresh(from);
      told(continued, step, whole[step] as number[], run.batchSize); // not in the batch's own snapshot
      expect(await play(continued)).toEqual(whole.slice(step + 1));
    }
    expect(() => make({ ...run, random: Math.random, snapshots: true })).toThrow('createRng(seed)');
  });

  test('continues what was itself continued', async () => {
    const run = { size: 5, batchSize: 4, steps: 9, tasks: 2 };
    const whole = await play(make({ ...run, random: createRng(21) }));
    const parts: number[][] = [];
    let from: ReturnType<Curriculum['snapshot']> | undefined;
    while (parts.length < run.steps) {
      const curriculum = make({ ...run, random: createRng(21 + parts.length), from });
      parts.push(...(await play(curriculum, { most: 1 })));
      from = curriculum.snapshot();
    }
    expect(parts).toEqual(whole);
  });

  test('gives snapshots that share no memory with it', async () => {
    const run = { size: 6, batchSize: 4, steps: 8, tasks: 2 };
    const curriculum = make({ ...run, random: createRng(2) });
    const before = curriculum.snapshot();
    const copy = structuredClone(before);
    await play(curriculum, { most: 5 });
    expect(before).toEqual(copy);
    const continued = make({ ...run, random: createRng(3), from: before });
    await play(continued);
    expect(before).toEqual(copy);
  });

  test('throws where random has no state that can be saved, naming createRng', async () => {
    const run = { size: 4, batchSize: 2, steps: 3, tasks: 2 };
    const seeded = make({ ...run, random: createRng(1) });
    const from = seeded.snapshot();
    const copying = Object.defineProperty(() => 0.5, 'state', { get: () => new Uint32Array(4) });
    for (const random of [Math.random, copying]) {
      expect(() => make({ ...run, random }).snapshot()).toThrow('createRng(seed)');
      expect(() => make({ ...run, random, from })).toThrow('createRng(seed)');
    }
  });

  test('refuses a snapshot of another kind, version or configuration, by name', () => {
    const run = { size: 6, batchSize: 4, steps: 8, tasks: 2 };
    const random = createRng(1);
    const from = make({ ...run, random }).snapshot();
    const refusal = (changed: object, run2 = run) => {
      const attempt = () => make({ ...run2, random, from: { ...from, ...changed } });
      expect(attempt).toThrow(/^\w+: cannot continue this snapshot: /);
      return expect(attempt);
    };
    refusal({}, { ...run, batchSize: 5 }).toThrow('its batchSize is 4, not 5');
    refusal({}, { ...run, steps: 9 }).toThrow('its steps is 8, not 9');
    refusal({}, { ...run, size: 12 }).toThrow(/its (size is 6, not 12|second is|tasks is)/);
    refusal({ kind: 'spiral' }).toThrow('it is one of spiral');
    refusal({ version: 2 }).toThrow('its version is 2, not 1');
    refusal({ step: 9 }).toThrow('its step is 9');
    refusal({ step: 0.5 }).toThrow('its step is 0.5');
    refusal({ random: new Uint32Array(2) }).toThrow('its random state has 2 words');
    refusal({ random: [1, 2, 3, 4] }).toThrow('its random is not a Uint32Array');
    refusal({ state: undefined }).toThrow('it has no state');
    refusal({ settings: {} }).toThrow('is undefined, not');
    for (const key of Object.keys(from.state)) {
      if (from.state[key] === undefined) continue; // the state of a draw without one
      refusal({ state: { ...from.state, [key]: 'nonsense' } }).toThrow(`its ${key} `);
    }
    expect(() => make({ ...run, random, from: null as never })).toThrow('from must be a snapshot');
  });

  test('can be iterated once', async () => {
    const curriculum = make({ size: 3, batchSize: 2, steps: 2, tasks: 2, random: createRng(1) });
    await batchesOf(curriculum, 1);
    expect(() => curriculum[Symbol.asyncIterator]()).toThrow('can be iterated once');
    await expect(batchesOf(curriculum)).rejects.toThrow('can be iterated once');
  });

  test('ends for good when its loop is left', async () => {
    const curriculum = make({ size: 3, batchSize: 2, steps: 5, tasks: 5, random: createRng(1) });
    const iterator = curriculum[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test('frees what it was told on the device, however its loop is left', async () => {
    const run = { size: 6, batchSize: 4, steps: 9, tasks: 2 };
    const ways: Record<string, (step: number) => boolean> = {
      'to its end': () => false,
      'by break': (step) => step === 3,
      'by an error': (step) => {
        if (step === 3) throw new Error('training failed');
        return false;
      },
    };
    for (const [way, leave] of Object.entries(ways)) {
      const fakes = new FakeTensors();
      const curriculum = make({ ...run, random: createRng(4) });
      const loop = async () => {
        for await (const { step, indices } of curriculum) {
          if ('observe' in curriculum) {
            const values = Array.from(indices, () => step);
            (curriculum as DynamicCurriculum).observe(indices, fakes.make(values));
          }
          if (leave(step)) break;
        }
      };
      if (way === 'by an error') await expect(loop()).rejects.toThrow('training failed');
      else await loop();
      expect(fakes.made).toBe('observe' in curriculum ? (way === 'to its end' ? 9 : 4) : 0);
      expect(fakes.alive).toBe(0);
    }
  });

  test('answers calls of next() made at once in their order', async () => {
    const run = { size: 6, batchSize: 4, steps: 4, tasks: 4 };
    const iterator = make({ ...run, random: createRng(5) })[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
    expect(results.map(({ done, value }) => (done ? 'done' : value.step))).toEqual([
      0,
      1,
      2,
      3,
      'done',
      'done',
    ]);
    const expected = await batchesOf(make({ ...run, random: createRng(5) }));
    expect(indicesIn(results.slice(0, 4).map(({ value }) => value ?? expect.fail()))).toEqual(
      indicesIn(expected),
    );
  });
});

test('bootstrapped refuses a snapshot taken with other difficulties', () => {
  const options = {
    tasks: 2,
    batchSize: 1,
    steps: 2,
    order: 'easy-first' as const,
    phases: 'equal-updates' as const,
    random: createRng(1),
  };
  const from = bootstrapped({ ...options, difficulty: [1, 2, 3] }).snapshot();
  expect(() => bootstrapped({ ...options, difficulty: [1, 2, 4], from })).toThrow(
    /cannot continue this snapshot: its difficulty is #[0-9a-f]{8}, not #[0-9a-f]{8}/,
  );
  expect(() => uniform({ ...options, size: 3, from })).toThrow('it is one of bootstrapped');
});
