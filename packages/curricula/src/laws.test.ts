import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { chiSquare, countsOf, plainDraw } from '../test/helpers.ts';
import {
  type Batch,
  bandit,
  bootstrapped,
  type Curriculum,
  type DynamicCurriculum,
  dynamicSampled,
  type Order,
  paced,
  pruned,
  selectiveBatch,
  selfPaced,
  switchAt,
  uniform,
} from './index.ts';
import { rank } from './rank.ts';

/** Which of the law's cells a batch falls into, if any. */
type Look = (batch: Batch) => number | undefined;
const first: Look = ({ indices }) => indices[0];
const firstOf =
  (phase: number): Look =>
  (batch) =>
    batch.phase === phase ? batch.indices[0] : undefined;

async function counted(curriculum: Curriculum, look: Look, cells: number): Promise<number[]> {
  const counts = new Array<number>(cells).fill(0);
  for await (const batch of curriculum) {
    const cell = look(batch);
    if (cell !== undefined) (counts[cell] as number)++;
  }
  return counts;
}

/** The counts follow this law, and do not follow it with every probability wrong by 1 %, up or down. */
function follow(counts: number[], law: number[]): void {
  expect(chiSquare(counts, law)).toBeLessThan(4);
  let up = false;
  const off = law.map((p) => {
    if (p > 0) up = !up;
    return p * (up ? 1.01 : 0.99);
  });
  const sum = off.reduce((a, b) => a + b);
  expect(
    chiSquare(
      counts,
      off.map((p) => p / sum),
    ),
  ).toBeGreaterThan(6);
}

const even = (cells: number, of: number = cells): number[] =>
  Array.from({ length: of }, (_, i) => (i < cells ? 1 / cells : 0));
const many = { batchSize: 4, steps: 300_000 };

describe('the law that is stated, to 1 %', () => {
  test('uniform: any sample begins a pass', async () => {
    const curriculum = uniform({ ...many, size: 4, random: createRng(1) });
    follow(await counted(curriculum, first, 4), even(4));
  });

  test('bootstrapped: any sample of those available begins a pass, in each phase', async () => {
    const curriculum = () =>
      bootstrapped({
        batchSize: 2,
        steps: 1_000_000,
        difficulty: [1, 2, 3, 4],
        tasks: 2,
        order: 'easy-first',
        phases: 'equal-updates',
        random: createRng(2),
      });
    follow(await counted(curriculum(), firstOf(0), 4), even(2, 4));
    const passes: Look = (batch) => (batch.step % 2 === 0 ? firstOf(1)(batch) : undefined);
    follow(await counted(curriculum(), passes, 4), even(4));
  });

  test('switchAt: any sample of its set begins a pass, before the switch and after', async () => {
    const sets = { first: [0, 1, 2], second: [3, 4, 5], switchStep: 200_000 };
    const curriculum = switchAt({ ...sets, batchSize: 3, steps: 400_000, random: createRng(3) });
    const counts = await counted(curriculum, first, 6);
    follow(counts.slice(0, 3), even(3));
    follow(counts.slice(3), even(3));
  });

  test('paced: any of those available, evenly, while one joins at each update', async () => {
    const size = 40_000;
    const difficulty = Float32Array.from({ length: size }, (_, i) => i);
    const random = createRng(4);
    const pace = (progress: number) => (1 + progress) / 2;
    const options = { difficulty, pace, order: 'easy-first' as const, random };
    const steps = size / 2;
    const tenths = new Array<number>(10).fill(0);
    for await (const { step, indices } of paced({ ...options, batchSize: 20, steps })) {
      const available = steps + step;
      for (const i of indices) (tenths[Math.floor((10 * i) / available)] as number)++;
    }
    follow(tenths, even(10));
  });

  test.each(['easy-first', 'random'] as Order[])(
    'any of equals, or any at all, comes first: %s',
    (order) => {
      const difficulty = order === 'random' ? [1, 2, 3] : [5, 5, 5];
      const random = createRng(5);
      const firsts = Array.from(
        { length: 250_000 },
        () => rank('test', difficulty, order, random)[0],
      );
      follow(countsOf(firsts as number[], 3), even(3));
    },
  );

  test('dynamicSampled as its control: any sample, whatever its weight', async () => {
    const weights = Float64Array.of(0, 1, 3, 6);
    const curriculum = dynamicSampled({
      size: 4,
      batchSize: 1,
      steps: 300_000,
      rescoreEvery: 1,
      random: createRng(6),
      control: true,
      weigh: () => weights,
      draw: plainDraw,
    });
    curriculum.observe([0, 1, 2, 3], [1, 2, 3, 4]);
    follow(await counted(curriculum, first, 4), even(4));
  });

  test.each([false, true])(
    'selfPaced: any of those kept; as its control any at all: %s',
    async (control) => {
      const curriculum = selfPaced({
        size: 6,
        batchSize: 3,
        steps: 300_000,
        rescoreEvery: 1,
        warmUp: 0,
        growth: 1,
        random: createRng(7),
        control,
      });
      curriculum.observe([0, 1, 2, 3, 4, 5], [1, 2, 3, 7, 8, 9]);
      follow(await counted(curriculum, first, 6), control ? even(6) : even(3, 6));
    },
  );

  test('selectiveBatch from the top: any of equals; as its control any of the pool', async () => {
    const options = { size: 4, batchSize: 1, steps: 200_000, pool: 4, keep: 'top' as const };
    const score = (indices: Int32Array) => Float32Array.from(indices, (i) => (i < 3 ? 1 : 0));
    const top = selectiveBatch({ ...options, score, random: createRng(8) });
    follow(await counted(top, first, 4), even(3, 4));
    const control = selectiveBatch({ ...options, score, control: true, random: createRng(9) });
    follow(await counted(control, first, 4), even(4));
  });

  test.each([false, true])(
    'pruned: half of the well learned; as its control half as many of any: %s',
    async (control) => {
      const options = { size: 4, batchSize: 4, steps: 150_000, until: 1, random: createRng(10) };
      const curriculum: DynamicCurriculum = pruned({ ...options, control });
      curriculum.observe([0, 1, 2, 3], [0, 0, 1, 1]);
      const counts = new Array<number>(4).fill(0);
      for await (const { indices } of curriculum) for (const i of indices) (counts[i] as number)++;
      follow(counts, control ? even(4) : [1 / 6, 1 / 6, 1 / 3, 1 / 3]);
    },
  );

  test('bandit: each task with the probability it tells, and any of its samples', async () => {
    const curriculum = bandit({
      tasks: [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
      batchSize: 2,
      steps: 500_000,
      rate: 0.3,
      share: 0,
      exploration: 0.2,
      rescale: false,
      random: createRng(11),
    });
    const phases = [0, 0, 0];
    const firsts = new Array<number>(6).fill(0);
    let law: number[] | undefined;
    for await (const { step, phase, indices } of curriculum) {
      if (step < 20) curriculum.reward(step, phase === 2 ? 0.2 : phase === 1 ? 0.1 : 0);
      else {
        law ??= [...curriculum.probabilities()]; // no reward from here on
        (phases[phase] as number)++;
        (firsts[indices[0] as number] as number)++;
      }
    }
    if (law === undefined) expect.fail();
    expect(Math.max(...law) / Math.min(...law)).toBeGreaterThan(1.5);
    follow(phases, law);
    follow(
      firsts,
      law.flatMap((p) => [p / 2, p / 2]),
    );
  });
});
