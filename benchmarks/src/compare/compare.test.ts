import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { FULL, QUICK } from '../measure.ts';
import type { Report } from '../report/report.ts';
import type { Measured, Row } from '../suite.ts';
import { compare, rejected } from './compare.ts';
import { someReport } from './report.fixture.ts';

const ROWS = 30;
const PAIRS = 200;
type Noise = (random: () => number) => () => number;

/** Of the logarithms of a round's time, about 0. */
const NOISES: Record<string, Noise> = {
  'a normal spread of 5 %': (random) => () => 0.05 * normal(random),
  'a spread of 3 %, and one round in twenty up to twice as long': (random) => () =>
    0.03 * normal(random) + (random() < 0.05 ? Math.log(1 + random()) : 0),
  'a skewed spread: the least time, and up to 15 % more': (random) => () => 0.15 * random() ** 2,
};

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A run of `ROWS` subjects of an arm and a peer; both follow the machine, which wanders by 30 % and more. */
function run(
  seed: string,
  noise: Noise,
  { slower = 1, rounds = QUICK.rounds, peer = true } = {},
): Report {
  const random = createRng(seed);
  const next = noise(random);
  const rows: Row[] = [];
  for (let i = 0; i < ROWS; i++) {
    let machine = peer ? normal(random) : 0;
    const moods = Array.from({ length: rounds }, () => {
      if (peer) machine += 0.1 * normal(random);
      return machine;
    });
    const times = (factor: number) => moods.map((mood) => factor * Math.exp(mood + next()));
    rows.push(row(`subject ${i}`, 'ours', times(i === 0 ? slower : 1)));
    if (peer) rows.push({ ...row(`subject ${i}`, 'theirs', times(2)), peer: true });
  }
  return someReport(rows);
}

/** Times of rounds, in the form of a suite's. */
function row(subject: string, arm: string, rounds: number[]): Measured {
  const [median = 0] = rounds;
  const min = Math.min(...rounds);
  return { subject, arm, median, p25: median, p75: median, min, samples: 1, rounds };
}

/** In how many of the pairs of runs the verdict stands somewhere, and in how many on the first row. */
function count(noise: Noise, options: Parameters<typeof run>[2] = {}) {
  let [anywhere, first] = [0, 0];
  for (let pair = 0; pair < PAIRS; pair++) {
    const before = run(`${pair} before`, noise, { ...options, slower: 1 });
    const { rows } = compare([before], [run(`${pair} after`, noise, options)]);
    if (rows.some(({ verdict }) => verdict === 'slower')) anywhere++;
    if (rows[0]?.verdict === 'slower') first++;
  }
  return { anywhere, first };
}

describe.each(Object.entries(NOISES))('with %s, in 200 pairs of runs of 30 rows', (_, noise) => {
  test('runs of equal speed are called slower in fewer than 1 in 100', () => {
    expect(count(noise).anywhere).toBeLessThan(PAIRS / 100);
    expect(count(noise, { peer: false }).anywhere).toBeLessThan(PAIRS / 100);
  });

  test('an arm that has become 20 % slower is caught in more than 95 of 100 by the full settings', () => {
    const slower = { slower: 1.2, rounds: FULL.rounds };
    expect(count(noise, slower).first).toBeGreaterThan(0.95 * PAIRS);
    expect(count(noise, { ...slower, peer: false }).first).toBeGreaterThan(0.95 * PAIRS);
  });
});

test('the quick settings catch it too where no round stands out', () => {
  const noise = NOISES['a normal spread of 5 %'] as Noise;
  expect(count(noise, { slower: 1.2 }).first).toBeGreaterThan(0.95 * PAIRS);
});

const times = (factor: number, rounds = 10) =>
  Array.from({ length: rounds }, (_, i) => factor * (1 + i / 1000));
const ours = (factor: number) => row('x', 'ours', times(factor));
const theirs = (factor: number) => ({ ...row('x', 'theirs', times(factor)), peer: true });
const verdicts = (before: Report, after: Report) =>
  compare([before], [after]).rows.map(({ verdict, reason }) => reason ?? verdict);

test('what slows an arm and its peer alike is no change, and the peer itself is not judged', () => {
  const before = someReport([ours(1), theirs(3)]);
  expect(verdicts(before, someReport([ours(2), theirs(6)]))).toEqual(['the same']);
  expect(verdicts(before, someReport([ours(1), theirs(6)]))).toEqual(['faster']);
  expect(compare([before], [someReport([ours(2), theirs(3)])]).rows).toMatchObject([
    { arm: 'ours', peers: ['theirs'], verdict: 'slower', ratio: 2 },
  ]);
});

test('on another machine rows are judged against peers alone', () => {
  const machine = { ...someReport([]).machine, cpu: 'another processor' };
  const after = someReport([ours(2)], { machine });
  expect(verdicts(someReport([ours(1)]), after)).toEqual(['other machines, and no peer']);
  expect(verdicts(someReport([ours(1)]), someReport([ours(2)]))).toEqual(['slower']);
  const beside = someReport([ours(2), theirs(6)], { machine });
  expect(verdicts(someReport([ours(1), theirs(3)]), beside)).toEqual(['the same']);
});

test('a peer of another version, or one that did not take part in every round, is left out', () => {
  const old = { ...theirs(3), about: '1.0' };
  const short = { ...theirs(3), rounds: times(3, 3) };
  for (const peer of [old, short]) {
    const { rows } = compare([someReport([ours(1), theirs(3)])], [someReport([ours(1), peer])]);
    expect(rows).toMatchObject([{ peers: [], verdict: 'the same' }]);
  }
});

test('a change of the clock must show in the least time, and not in peers of few rounds', () => {
  const lucky = { ...ours(2), min: 1 };
  expect(verdicts(someReport([ours(1)]), someReport([lucky]))).toEqual(['the same']);
  const slow = (factor: number) => ({ ...theirs(factor), rounds: times(factor, 3) });
  const before = someReport([ours(1), slow(3)]);
  expect(verdicts(before, someReport([ours(2), slow(6)]))).toEqual(['the same']);
  expect(verdicts(before, someReport([ours(2), slow(3)]))).toEqual(['slower']);
});

test('few rounds, none, or other settings are not judged', () => {
  const few = row('x', 'ours', times(2, 3));
  const { rounds: _, ...none } = ours(2);
  expect(verdicts(someReport([ours(1)]), someReport([few]))).toEqual(['3 rounds, and it takes 4']);
  expect(verdicts(someReport([ours(1)]), someReport([none]))).toEqual(['0 rounds, and it takes 4']);
  expect(verdicts(someReport([ours(1)]), someReport([ours(2)], { full: true }))).toEqual([
    'one of the runs has the full settings',
  ]);
});

test('a change within the tolerance is let be, however sure', () => {
  expect(verdicts(someReport([ours(1)]), someReport([ours(1.09)]))).toEqual(['the same']);
  expect(verdicts(someReport([ours(1)]), someReport([ours(1.12)]))).toEqual(['slower']);
});

test('rows of one run alone are told', () => {
  const absent = { subject: 'x', arm: 'gone', absent: 'not installed' };
  const { rows, missing } = compare(
    [someReport([ours(1), row('x', 'gone', times(1))])],
    [someReport([ours(1), row('y', 'new', times(1)), absent]), someReport([], { name: 'b' })],
  );
  expect(rows).toHaveLength(1);
  expect(missing).toEqual([
    'a-suite: y: new: only in the later run',
    'a-suite: x: gone: only in the earlier run',
    'b: only in the later run',
  ]);
});

test("Holm's procedure stops at the first hypothesis that stands", () => {
  expect(rejected([0.02, 0.001, 0.004], 0.01)).toEqual([1, 2]);
  expect(rejected([0.006, 0.006], 0.01)).toEqual([]);
  expect(rejected([], 0.01)).toEqual([]);
});
