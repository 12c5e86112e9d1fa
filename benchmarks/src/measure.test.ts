import { expect, test, vi } from 'vitest';
import { measure, type Settings, summary } from './measure.ts';
import type { Measured, PeerArm, TimedArm } from './suite.ts';

const SETTINGS: Settings = { rounds: 3, turnMs: 1, slowMs: 1000, slowPeerMs: 1000 };

function arm(name: string, more: Partial<TimedArm> = {}): TimedArm {
  return { name, run: () => 1, check: () => undefined, ...more };
}

test('arms take turns, round by round, each between its enter and its leave', async () => {
  const log: string[] = [];
  const logged = (name: string) =>
    arm(name, {
      enter: () => void log.push(`enter ${name}`),
      leave: () => void log.push(`leave ${name}`),
    });
  const peer: PeerArm = {
    name: 'peer',
    turn: async () => {
      log.push('peer');
      return { samples: [1] };
    },
  };
  await measure('x', [logged('a'), peer, logged('b')], SETTINGS);
  const round = ['enter a', 'leave a', 'peer', 'enter b', 'leave b'];
  expect(log).toEqual([...round, ...round, ...round]);
});

test('times are for each operation, with a median for each round and the first call apart', async () => {
  const spin = () => {
    const end = performance.now() + 2;
    while (performance.now() < end);
  };
  const [row] = (await measure('x', [arm('a', { run: spin, operations: 4 })], SETTINGS)) as [
    Measured,
  ];
  expect(row).toMatchObject({ subject: 'x', arm: 'a' });
  expect(row.rounds).toHaveLength(3);
  // 2 ms of the clock are a quarter of that for each of four; a busy machine takes longer, never less.
  expect(row.min).toBeGreaterThanOrEqual(0.5);
  expect(row.cold).toBeGreaterThanOrEqual(2);
  expect(row.p25).toBeLessThanOrEqual(row.median);
  expect(row.median).toBeLessThanOrEqual(row.p75);
});

test.each([
  ['an error', () => Promise.reject(new Error('broken')), 'a: broken'],
  [
    'an error thrown at once',
    () => {
      throw new Error('broken');
    },
    'a: broken',
  ],
  ['NaN', () => Number.NaN, 'a: the result is NaN'],
  ['a promise of NaN', async () => Number.NaN, 'a: the result is NaN'],
])('%s fails the measurement, with the name of the arm', async (_, run, message) => {
  await expect(measure('x', [arm('a', { run })], SETTINGS)).rejects.toThrow(message);
});

test('a wrong result fails the measurement before anything is timed, and leave is called', async () => {
  let runs = 0;
  let left = 0;
  const wrong = arm('a', {
    run: () => ++runs,
    check: () => {
      throw new Error('wrong');
    },
    leave: () => void left++,
  });
  await expect(measure('x', [wrong], SETTINGS)).rejects.toThrow('a: wrong');
  expect([runs, left]).toEqual([1, 1]);
});

test('an error after the first call fails the measurement too', async () => {
  let runs = 0;
  const late = arm('a', {
    run: () => {
      if (++runs === 3) throw new Error('late');
    },
  });
  await expect(measure('x', [late], SETTINGS)).rejects.toThrow('a: late');
});

test('the check sees the result of the first call, once', async () => {
  const seen: unknown[] = [];
  let runs = 0;
  await measure(
    'x',
    [arm('a', { run: async () => ++runs, check: (r) => void seen.push(r) })],
    SETTINGS,
  );
  expect(seen).toEqual([1]);
  expect(runs).toBeGreaterThan(3);
});

test('an arm whose calls fill many turns runs twice, and one that takes ten times that once', async () => {
  // A clock of its own: on a machine at work, 3 ms may be 30.
  let clock = 0;
  const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const counted = (ms: number) => {
    const made = { runs: 0, arm: arm('a', {}) };
    made.arm.run = () => {
      made.runs++;
      clock += ms;
    };
    return made;
  };
  const [slow, slower] = [counted(3), counted(25)];
  const rows = await measure('x', [slow.arm, slower.arm], { ...SETTINGS, slowMs: 2 });
  now.mockRestore();
  expect([slow.runs, slower.runs]).toEqual([2, 1]);
  expect(rows).toMatchObject([{ samples: 1 }, { samples: 1 }]);
});

test('launches are timed on a GPU alone, and drained by a run', async () => {
  const log: string[] = [];
  const both = (backend: string) =>
    arm(backend, {
      backend,
      run: () => void log.push('run'),
      launch: () => void log.push('launch'),
    });
  const [wasm] = await measure('x', [both('wasm')], SETTINGS);
  expect(log).not.toContain('launch');
  expect(wasm).toHaveProperty('launch', undefined);
  const [webgpu] = (await measure('x', [both('webgpu')], SETTINGS)) as [Measured];
  expect(log).toContain('launch');
  expect(log.at(-1)).toBe('run');
  expect(webgpu.launch).toBeGreaterThanOrEqual(0);
});

test('a peer that is absent is a row with the reason, and is asked once', async () => {
  let asked = 0;
  const absent: PeerArm = {
    name: 'numpy',
    turn: async () => {
      asked++;
      return { absent: 'not installed' };
    },
  };
  const rows = await measure('x', [absent], SETTINGS);
  expect(rows).toEqual([{ subject: 'x', arm: 'numpy', absent: 'not installed' }]);
  expect(asked).toBe(1);
});

test('a peer is marked as one, with its version apart from its name', async () => {
  const peer: PeerArm = { name: 'numpy', turn: async () => ({ samples: [1, 3], about: '1.24' }) };
  expect(await measure('x', [peer], SETTINGS)).toMatchObject([
    { arm: 'numpy', about: '1.24', peer: true, median: 2, rounds: [2, 2, 2] },
  ]);
});

test('a peer whose program takes long to start has three turns', async () => {
  const slow: PeerArm = {
    name: 'torch',
    turn: async () => {
      const end = performance.now() + 3;
      while (performance.now() < end);
      return { samples: [1] };
    },
  };
  const rows = await measure('x', [slow], { ...SETTINGS, rounds: 8, slowPeerMs: 2 });
  expect(rows).toMatchObject([{ samples: 3 }]);
});

test.each([[[[Number.NaN]]], [[[-1]]], [[[1], [Number.POSITIVE_INFINITY]]], [[]]])(
  'times that are none are refused: %j',
  (rounds) => {
    expect(() => summary('x', { arm: 'a' }, rounds as number[][])).toThrow(
      'a: a time that is no number',
    );
  },
);
