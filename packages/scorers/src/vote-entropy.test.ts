import { type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { voteEntropy } from './index.ts';

async function score(votes: number[][], classes: number): Promise<number[]> {
  const shape: [number, number] = [votes.length, votes[0]?.length ?? 0];
  const scores: Tensor = tidy(() =>
    voteEntropy(tensor2d(votes.flat(), shape, 'int32'), { classes }),
  );
  const values = [...(await scores.data())];
  scores.dispose();
  return values;
}

test('is 0 where all agree, and ln 3 where three disagree', async () => {
  const [agree, disagree] = await score(
    [
      [4, 0],
      [4, 1],
      [4, 2],
    ],
    5,
  );
  expect(agree).toBe(0);
  expect(disagree).toBeCloseTo(Math.log(3), 6);
});

test('gives NaN for a vote outside the classes, and only there', async () => {
  const scores = await score(
    [
      [0, 1, 1, 0],
      [0, 2, -1, 1],
    ],
    2,
  );
  expect(scores.map(Number.isNaN)).toEqual([false, true, true, false]);
});

test('takes a committee of one, one class, and no samples', async () => {
  expect(await score([[2, 0]], 3)).toEqual([0, 0]);
  expect(
    await score(
      [
        [0, 0],
        [0, 1],
      ],
      1,
    ),
  ).toEqual([0, Number.NaN]);
  expect(await score([[], []], 2)).toEqual([]);
});

test('refuses votes that are no committee, and a number of classes that is none', () => {
  for (const [votes, message] of [
    [tensor2d([[0]]), 'votes must be a int32 tensor [committee, n], got float32'],
    [tensor1d([0], 'int32'), 'votes must be a int32 tensor [committee, n], got rank 1, [1]'],
    [tensor2d([], [0, 2], 'int32'), 'votes must have a committee, got 0 rows'],
  ] as const) {
    expect(() => voteEntropy(votes, { classes: 2 })).toThrow(`voteEntropy: ${message}`);
    votes.dispose();
  }
  const votes = tensor2d([[0]], [1, 1], 'int32');
  for (const classes of [0, 1.5, Number.NaN]) {
    const message = `voteEntropy: classes must be an integer >= 1, got ${classes}`;
    expect(() => voteEntropy(votes, { classes })).toThrow(message);
  }
  expect(() => voteEntropy(votes, undefined as never)).toThrow('voteEntropy: classes must be');
  votes.dispose();
});
