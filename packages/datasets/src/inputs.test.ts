import { expect, test } from 'vitest';
import type { Dataset } from './dataset.ts';
import { inputs } from './inputs.ts';
import { standardise } from './standardise.ts';

const bytes: Dataset = {
  name: 'bytes',
  inputs: Uint8Array.from({ length: 256 }, (_, i) => i),
  labels: new Uint8Array(64),
  count: 64,
  shape: [1, 2, 2],
  classNames: ['a'],
};
const floats: Dataset = {
  name: 'floats',
  inputs: Float32Array.of(1, -2, 3, 40, 5, 60),
  labels: new Uint8Array(3),
  count: 3,
  shape: [2],
  classNames: ['a'],
};

async function valuesOf(...args: Parameters<typeof inputs>): Promise<number[]> {
  const xs = inputs(...args);
  expect(xs.dtype).toBe('float32');
  const values = [...(await xs.data())];
  xs.dispose();
  return values;
}

test('every byte comes out as the float32 nearest to byte / 255', async () => {
  const all = Array.from({ length: 64 }, (_, i) => i);
  expect(await valuesOf(bytes, all)).toEqual(
    Array.from({ length: 256 }, (_, i) => Math.fround(i / 255)),
  );
});

test('samples come in the order asked for, repeats and all, from any kind of array', async () => {
  const expected = [252, 253, 254, 255, 0, 1, 2, 3, 0, 1, 2, 3].map((b) => Math.fround(b / 255));
  for (const indices of [[63, 0, 0], Int32Array.of(63, 0, 0), Uint16Array.of(63, 0, 0)]) {
    expect(await valuesOf(bytes, indices)).toEqual(expected);
  }
  expect(await valuesOf(floats, [2, 0])).toEqual([5, 60, 1, -2]);
});

test('the tensor has the shape of a sample behind the number of them', () => {
  const xs = inputs(bytes, [1, 2, 3]);
  expect(xs.shape).toEqual([3, 1, 2, 2]);
  xs.dispose();
});

test('no samples make an empty tensor of the right shape', async () => {
  const xs = inputs(bytes, []);
  expect(xs.shape).toEqual([0, 1, 2, 2]);
  expect((await xs.data()).length).toBe(0);
  xs.dispose();
});

test('standardises bytes by channel', async () => {
  const standard = { mean: [0, 1], sd: [0.5, 2] };
  expect(await valuesOf(bytes, [25], { standardise: standard })).toEqual(
    [100 / 255 / 0.5, (101 / 255 - 1) / 2, 102 / 255 / 0.5, (103 / 255 - 1) / 2].map(Math.fround),
  );
});

test.each([1, 2, 3, 4])('standardises bytes of %i channels pixel by pixel', async (channels) => {
  const set: Dataset = {
    ...bytes,
    inputs: bytes.inputs.slice(0, 240),
    count: 240 / (5 * channels),
  };
  const mean = [0.1, 0.2, 0.3, 0.4].slice(0, channels);
  const sd = [0.5, 0.6, 0.7, 0.8].slice(0, channels);
  const size = 5 * channels;
  const expected = [3, 0].flatMap((sample) =>
    Array.from({ length: size }, (_, i) => {
      const c = i % channels;
      return Math.fround(((sample * size + i) / 255 - (mean[c] ?? 0)) / (sd[c] ?? 1));
    }),
  );
  const found = await valuesOf({ ...set, shape: [5, 1, channels] }, [3, 0], {
    standardise: { mean, sd },
  });
  expect(found).toEqual(expected);
});

test('standardises floats by feature, and by one number for all', async () => {
  expect(await valuesOf(floats, [1], { standardise: { mean: [1, 20], sd: [2, 10] } })).toEqual([
    1, 2,
  ]);
  expect(await valuesOf(floats, [1], { standardise: { mean: 3, sd: [2] } })).toEqual([0, 18.5]);
});

test('does not change the set', async () => {
  const before = floats.inputs.slice();
  await valuesOf(floats, [0, 1, 2], { standardise: { mean: 3, sd: 2 } });
  expect(floats.inputs).toEqual(before);
});

test('a set standardised by its own measure has mean 0 and sd 1 in each channel', async () => {
  for (const data of [bytes, floats]) {
    const all = Array.from({ length: data.count }, (_, i) => i);
    const values = await valuesOf(data, all, { standardise: standardise(data) });
    for (const channel of [0, 1]) {
      const own = values.filter((_, i) => i % 2 === channel);
      const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
      const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
      expect(mean).toBeCloseTo(0, 6);
      expect(variance).toBeCloseTo(1, 6);
    }
  }
});

test.each([
  [{ mean: [0, 0, 0], sd: 1 }, 'standardise.mean must hold 1 or 2 values, got 3'],
  [{ mean: 0, sd: [] }, 'standardise.sd must hold 1 or 2 values, got 0'],
  [{ mean: Number.NaN, sd: 1 }, 'standardise.mean[0] must be finite, got NaN'],
  [{ mean: 0, sd: 0 }, 'standardise.sd[0] must be finite and > 0, got 0'],
  [{ mean: 0, sd: [1, -1] }, 'standardise.sd[1] must be finite and > 0, got -1'],
  [
    { mean: 0, sd: Number.POSITIVE_INFINITY },
    'standardise.sd[0] must be finite and > 0, got Infinity',
  ],
])('refuses to standardise by %o', (wrong, message) => {
  for (const data of [bytes, floats]) {
    expect(() => inputs(data, [0], { standardise: wrong })).toThrow(`inputs: ${message}`);
  }
});
