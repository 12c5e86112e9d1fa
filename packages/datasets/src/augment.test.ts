import { createRng } from '@gradus/samplers';
import { tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { type AugmentOptions, augment } from './augment.ts';

/** Gives these numbers one after another, and fails where more are drawn. */
function given(...numbers: number[]): () => number {
  return () => numbers.shift() ?? expect.fail('drew more than it should');
}

/** One image of 3 x 3, 1 to 9. */
const SQUARE = [1, 2, 3, 4, 5, 6, 7, 8, 9];

async function changed(options: AugmentOptions, pixels = SQUARE, shape = [1, 3, 3, 1]) {
  const images = tensor4d(pixels, shape as [number, number, number, number]);
  const result = augment(images, options);
  const values = [...(await result.data())];
  expect(result.shape).toEqual(shape);
  expect([...(await images.data())]).toEqual(pixels); // the input is as it was
  images.dispose();
  result.dispose();
  return values;
}

test('nothing is changed unless it is asked for, and nothing is drawn', async () => {
  expect(await changed({ random: given() })).toEqual(SQUARE);
});

test('flip mirrors from left to right below one half', async () => {
  expect(await changed({ flip: true, random: given(0.49) })).toEqual([3, 2, 1, 6, 5, 4, 9, 8, 7]);
  expect(await changed({ flip: true, random: given(0.5) })).toEqual(SQUARE);
});

test('shift moves down and right by what is drawn, and repeats the edges', async () => {
  // Of -1, 0, 1 each takes a third.
  expect(await changed({ shift: 1, random: given(0.9, 0.5) })).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6]);
  expect(await changed({ shift: 1, random: given(0, 0.5) })).toEqual([4, 5, 6, 7, 8, 9, 7, 8, 9]);
  expect(await changed({ shift: 1, random: given(0.5, 0.99) })).toEqual([
    1, 1, 2, 4, 4, 5, 7, 7, 8,
  ]);
  expect(await changed({ shift: 2, random: given(0.99, 0) })).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 3]);
});

test('crop takes a window of the image in a frame of zeros', async () => {
  expect(await changed({ crop: 1, random: given(0.9, 0.5) })).toEqual([4, 5, 6, 7, 8, 9, 0, 0, 0]);
  expect(await changed({ crop: 1, random: given(0.5, 0) })).toEqual([0, 1, 2, 0, 4, 5, 0, 7, 8]);
  expect(await changed({ crop: 5, random: given(0, 0) })).toEqual(Array(9).fill(0));
});

test('they come one after another: mirrored, moved, cropped', async () => {
  // Mirrored 321 654 987; moved right 332 665 998; cropped one to the right 320 650 980.
  const random = given(0, 0.5, 0.99, 0.5, 0.99);
  expect(await changed({ flip: true, shift: 1, crop: 1, random })).toEqual([
    3, 2, 0, 6, 5, 0, 9, 8, 0,
  ]);
});

test('each image changes in its own way, with its channels together', async () => {
  const pixels = [1, 10, 2, 20, 3, 30, 4, 40];
  expect(await changed({ flip: true, random: given(0.1, 0.9) }, pixels, [2, 1, 2, 2])).toEqual([
    2, 20, 1, 10, 3, 30, 4, 40,
  ]);
});

test('a seed gives the same changes, and all that there are as often', async () => {
  const options = () => ({ flip: true, crop: 1, random: createRng(3) });
  const pixels = Array.from({ length: 900 * 9 }, (_, i) => SQUARE[i % 9] as number);
  const first = await changed(options(), pixels, [900, 3, 3, 1]);
  expect(await changed(options(), pixels, [900, 3, 3, 1])).toEqual(first);
  const seen = new Map<string, number>();
  for (let i = 0; i < 900; i++) {
    const key = first.slice(i * 9, i * 9 + 9).join();
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  // 2 x 9 ways, 50 each, sd 6.9.
  expect(seen.size).toBe(18);
  expect([...seen.values()].every((n) => Math.abs(n - 50) < 35)).toBe(true);
});

test('whole numbers stay whole numbers', async () => {
  const images = tensor4d(SQUARE, [1, 3, 3, 1], 'int32');
  const result = augment(images, { crop: 1, random: () => 0 });
  expect(result.dtype).toBe('int32');
  images.dispose();
  result.dispose();
});

test.each([
  [{ random: Math.random, shift: 1.5 }, 'shift must be an integer >= 0, got 1.5'],
  [{ random: Math.random, crop: -1 }, 'crop must be an integer >= 0, got -1'],
  [{ random: Math.random, shift: 3 }, 'shift must be smaller than the 3 x 3 images, got 3'],
  [{ random: 7 }, 'random must be a function, got 7'],
])('refuses %o', (options, message) => {
  const images = tensor4d(SQUARE, [1, 3, 3, 1]);
  expect(() => augment(images, options as AugmentOptions)).toThrow(`augment: ${message}`);
  images.dispose();
  const table = tensor2d([[1, 2]]);
  expect(() => augment(table, { random: Math.random })).toThrow(
    'augment: images must be [batch, height, width, channels], got [1,2]',
  );
  table.dispose();
});
