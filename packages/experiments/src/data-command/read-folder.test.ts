import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readArray } from './array-pairs.ts';
import { readFolder } from './read-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), bytes);
}

/** As NumPy's save writes it. */
function npy(descr: string, shape: string, values: ArrayBufferView): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'),
    Buffer.from(`${header}\n`),
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
}

function idx(shape: number[], ...values: number[]): Buffer {
  return Buffer.from([
    0,
    0,
    8,
    shape.length,
    ...shape.flatMap((axis) => [0, 0, 0, axis]),
    ...values,
  ]);
}

test('reads pairs of IDX files under the names of MNIST, compressed or not', async () => {
  await put('train-images-idx3-ubyte', idx([2, 1, 2], 1, 2, 3, 4));
  await put('train-labels-idx1-ubyte.gz', gzipSync(idx([2], 2, 0)));
  await put('t10k-images-idx3-ubyte.gz', gzipSync(idx([1, 1, 2], 5, 6)));
  await put('t10k-labels-idx1-ubyte', idx([1], 1));
  const name = basename(folder);
  expect(await readFolder(folder)).toEqual({
    train: {
      name: `${name}-train`,
      inputs: Uint8Array.of(1, 2, 3, 4),
      labels: Uint8Array.of(2, 0),
      count: 2,
      shape: [1, 2, 1],
      classNames: ['0', '1', '2'],
    },
    test: {
      name: `${name}-test`,
      inputs: Uint8Array.of(5, 6),
      labels: Uint8Array.of(1),
      count: 1,
      shape: [1, 2, 1],
      classNames: ['0', '1', '2'],
    },
  });
});

test('reads a pair of .npy files of a table, without a test part', async () => {
  await put('x.npy', npy('<f8', '(2, 3)', Float64Array.of(0.5, 1, 2, 3, 4, 5)));
  await put('y.npy', npy('<i8', '(2,)', BigInt64Array.of(1n, 300n)));
  const { train, test: held } = await readFolder(folder);
  expect(held).toBeUndefined();
  expect(train).toMatchObject({
    inputs: Float32Array.of(0.5, 1, 2, 3, 4, 5),
    labels: Uint16Array.of(1, 300),
    shape: [3],
  });
  expect(train.classNames.length).toBe(301);
});

test('reads .npy pairs of both parts, one-hot labels too', async () => {
  await put('train-images.npy', npy('|u1', '(2, 1, 1, 3)', Uint8Array.of(1, 2, 3, 4, 5, 6)));
  await put('train-labels.npy', npy('<f4', '(2, 2)', Float32Array.of(0, 1, 1, 0)));
  await put('test-images.npy', npy('|u1', '(1, 1, 1, 3)', Uint8Array.of(7, 8, 9)));
  await put('test-labels.npy', npy('<f4', '(1, 2)', Float32Array.of(0, 1)));
  const { train, test: held } = await readFolder(folder);
  expect(train).toMatchObject({ shape: [1, 1, 3], labels: Uint8Array.of(1, 0), count: 2 });
  expect(held).toMatchObject({ inputs: Uint8Array.of(7, 8, 9), labels: Uint8Array.of(1) });
});

test('reads class folders, alone or in train and test', async () => {
  const pixel = (grey: number) =>
    encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(grey) });
  await put('a/1.png', pixel(1));
  await put('b/1.png', pixel(2));
  expect((await readFolder(folder)).train).toMatchObject({ count: 2, classNames: ['a', 'b'] });
  await put('train/a/1.png', pixel(3));
  await put('train/b/1.png', pixel(4));
  await put('test/a/1.png', pixel(5));
  const { train, test: held } = await readFolder(folder);
  expect([...train.inputs]).toEqual([3, 4]);
  // The test part has no b, and knows it all the same.
  expect(held).toMatchObject({ count: 1, classNames: ['a', 'b'] });
  await put('test/c/1.png', pixel(5));
  await expect(readFolder(folder)).rejects.toThrow('must be [a,b], as of');
});

test.each([
  [idx([3], 0, 1, 0), 'must be [2] or [2, classes], as'],
  [npy('<f4', '(2,)', Float32Array.of(0, 0.5)), 'must be an integer in [0, 1000000), got 0.5'],
  [npy('<i4', '(2,)', Int32Array.of(0, -1)), 'must be an integer in [0, 1000000), got -1'],
  [
    npy('<i4', '(2,)', Int32Array.of(0, 2_000_000)),
    'must be an integer in [0, 1000000), got 2000000',
  ],
  [npy('<i4', '(2, 2)', Int32Array.of(0, 1, 1, 1)), 'label 1 of'],
  [Buffer.from([0x1f, 0x8b, 8, 0]), 'is damaged: '],
  [Buffer.from('hello'), 'must begin with bytes 0 0'],
])('refuses labels that do not fit', async (labels, message) => {
  await put('x.idx', idx([2, 1], 1, 2));
  await put('y.idx', labels);
  await expect(readFolder(folder)).rejects.toThrow(message);
  await expect(readFolder(folder)).rejects.toThrow(join(folder, 'y.idx'));
});

test('stops a gzip bomb at the size allowed', async () => {
  await put('x.idx.gz', gzipSync(Buffer.alloc(5_000_000)));
  await expect(readArray(join(folder, 'x.idx.gz'), 1_000_000)).rejects.toThrow(
    `data: ${join(folder, 'x.idx.gz')} must hold at most 1000000 bytes decompressed`,
  );
});

test('refuses a folder that holds none of these', async () => {
  await put('x.npy', npy('|u1', '(1,)', Uint8Array.of(1)));
  await expect(readFolder(folder)).rejects.toThrow('must hold a folder of PNG or JPEG images');
});
