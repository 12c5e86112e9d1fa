import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, countsOf, indicesIn } from '../test/helpers.ts';
import { type SwitchAtOptions, switchAt } from './index.ts';

const good: SwitchAtOptions = {
  first: [4, 5, 6],
  second: Int32Array.of(0, 1),
  switchStep: 3,
  batchSize: 2,
  steps: 6,
  random: createRng(1),
};

describe('switchAt', () => {
  test('passes over the first set before the switch and over the second from it on', async () => {
    const batches = await batchesOf(switchAt(good));
    expect(batches.map(({ phase }) => phase)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(countsOf(indicesIn(batches.slice(0, 3)), 7)).toEqual([0, 0, 0, 0, 2, 2, 2]);
    expect(countsOf(indicesIn(batches.slice(3)), 7)).toEqual([3, 3, 0, 0, 0, 0, 0]);
  });

  test('never has a first set with switchStep 0, nor a second with one past the end', async () => {
    const phases = async (switchStep: number) =>
      (await batchesOf(switchAt({ ...good, switchStep }))).map(({ phase }) => phase);
    expect(await phases(0)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await phases(6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await phases(99)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('leaves the sets as they are', async () => {
    const first = Int32Array.of(3, 2, 1, 0);
    await batchesOf(switchAt({ ...good, first }));
    expect(first).toEqual(Int32Array.of(3, 2, 1, 0));
  });

  test.each([
    [{ first: [] }, 'switchAt: first must hold at least one index'],
    [{ second: undefined as never }, 'switchAt: second must hold at least one index'],
    [{ first: [0, -1] }, 'switchAt: first[1] must be an integer from 0 to 2147483647, got -1'],
    [{ second: [0.5] }, 'switchAt: second[0] must be an integer from 0 to 2147483647, got 0.5'],
    [{ switchStep: -1 }, 'switchAt: switchStep must be an integer >= 0, got -1'],
    [{ batchSize: 0 }, 'switchAt: batchSize must be an integer >= 1, got 0'],
    [{ steps: Number.NaN }, 'switchAt: steps must be an integer >= 0, got NaN'],
  ])('refuses %o', (bad, message) => {
    expect(() => switchAt({ ...good, ...bad })).toThrow(message);
    expect(() => switchAt({ ...good, ...bad })).toThrow(RangeError);
  });
});
