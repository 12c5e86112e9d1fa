import { createRng } from '@gradus/samplers';
import { expect, test } from 'vitest';
import { chiSquare, countsOf } from '../test/helpers.ts';
import { Reservoir } from './reservoir.ts';

test('a reservoir keeps each value as likely, in order', () => {
  const random = createRng(3);
  const kept: number[] = [];
  for (let k = 0; k < 20_000; k++) {
    const reservoir = new Reservoir('test', 3, random);
    for (const value of [4, 1, 6, 0, 3, 5, 2]) reservoir.add(value);
    const values = [...reservoir.values];
    expect(values).toEqual([...values].sort());
    kept.push(...values);
  }
  expect(chiSquare(countsOf(kept, 7), Array(7).fill(1 / 7))).toBeLessThan(4);
});

test('quantiles lie between two values in proportion', () => {
  const reservoir = new Reservoir('test', 10, Math.random);
  reservoir.add(7);
  expect([0, 0.2, 1].map((part) => reservoir.quantile(part))).toEqual([7, 7, 7]);
  for (const value of [3, 3, 10, -1]) reservoir.add(value);
  expect([0, 0.125, 0.25, 0.5, 0.875, 1].map((part) => reservoir.quantile(part))).toEqual([
    -1, 1, 3, 3, 8.5, 10,
  ]);
});
