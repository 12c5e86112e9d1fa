import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { kinds, play, told } from '../test/kinds.ts';
import {
  bootstrapped,
  type Curriculum,
  type CurriculumSnapshot,
  type DynamicCurriculum,
  decode,
  encode,
  uniform,
} from './index.ts';

describe.each(Object.entries(kinds))('a snapshot of %s', (_, make) => {
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

test('dynamicSampled refuses a snapshot whose plan is not of whole batches within a stretch', async () => {
  const make = (from?: CurriculumSnapshot) =>
    (kinds['dynamicSampled with score'] as (typeof kinds)[string])({
      size: 6,
      batchSize: 4,
      steps: 8,
      tasks: 3,
      random: createRng(1),
      from,
    });
  const left = make();
  await play(left, { most: 1 });
  const from = left.snapshot();
  const plan = from.state.plan as Int32Array;
  expect(plan).toHaveLength(8);
  for (const wrong of [plan.slice(1), new Int32Array(16)]) {
    expect(() => make({ ...from, state: { ...from.state, plan: wrong } })).toThrow(
      `its plan of ${wrong.length} indices is not of whole batches within a stretch`,
    );
  }
});
