import { expect, test } from 'vitest';
import { parseCifar10 } from './index.ts';

/** Two records whose bytes tell where they were: label, then planes. */
const records = Uint8Array.from({ length: 2 * 3073 }, (_, i) => (i * 7) % 251);

test('labels come apart from pixels, whose planes become red, green and blue of each', () => {
  const { shape, data, labels } = parseCifar10(records);
  expect(shape).toEqual([2, 32, 32, 3]);
  expect(labels).toEqual(Uint8Array.of(0, (3073 * 7) % 251));
  const expected = Uint8Array.from({ length: 2 * 3072 }, (_, k) => {
    const [image, pixel, colour] = [Math.floor(k / 3072), Math.floor((k % 3072) / 3), k % 3];
    return records[image * 3073 + 1 + colour * 1024 + pixel] as number;
  });
  expect(data).toEqual(expected);
});

test('its arrays are its own, also of a view into a larger file', () => {
  const copy = records.slice();
  const { data, labels } = parseCifar10(copy.subarray(3073));
  copy.fill(9);
  expect(labels).toEqual(Uint8Array.of((3073 * 7) % 251));
  expect(data[0]).toBe((3074 * 7) % 251);
});

test('what does not end with a record is refused, with its length', () => {
  for (const length of [0, 3072, 3074, 2 * 3073 - 1]) {
    expect(() => parseCifar10(records.subarray(0, length), 'test_batch.bin')).toThrow(
      new RangeError(
        `parseCifar10: test_batch.bin must hold whole records of 3073 bytes, got ${length} bytes`,
      ),
    );
  }
});
