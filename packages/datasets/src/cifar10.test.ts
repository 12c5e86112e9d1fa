import { expect, test } from 'vitest';
import { cifar10, unpack } from './cifar10.ts';

test('unpacks planes of colour into pixels, red, green, blue', () => {
  const records = new Uint8Array(2 * 3073);
  for (let record = 0; record < 2; record++) {
    records[record * 3073] = 7 + record;
    for (let i = 0; i < 3072; i++) {
      records[record * 3073 + 1 + i] = Math.floor(i / 1024) * 80 + record * 40 + (i % 37);
    }
  }
  const inputs = new Uint8Array(2 * 3072);
  const labels = new Uint8Array(2);
  unpack(records, inputs, labels);
  expect([...labels]).toEqual([7, 8]);
  for (const pixel of [0, 1, 500, 1023]) {
    for (const record of [0, 1]) {
      const at = (record * 1024 + pixel) * 3;
      const expected = [0, 1, 2].map((c) => c * 80 + record * 40 + ((c * 1024 + pixel) % 37));
      expect([...inputs.subarray(at, at + 3)]).toEqual(expected);
    }
  }
});

test('asks for the official files one by one, and refuses what they are not', async () => {
  const asked: string[] = [];
  const read = async (name: string) => {
    asked.push(name);
    return new Uint8Array(30_730_000);
  };
  await expect(cifar10('train', { read })).rejects.toThrow(
    /^cifar10: read\('data_batch_1.bin'\) must have sha256 cee916563c9f[0-9a-f]{52}, got /,
  );
  await expect(cifar10('test', { read })).rejects.toThrow('must have sha256 8e2eb146ae34');
  expect(asked).toEqual(['data_batch_1.bin', 'test_batch.bin']);
  const short = async () => new Uint8Array(30_729_999);
  await expect(cifar10('test', { read: short })).rejects.toThrow(
    "cifar10: read('test_batch.bin') must hold 30730000 bytes (decompressed), got 30729999",
  );
});

test('says where to get the files', async () => {
  await expect(cifar10('test')).rejects.toThrow(
    'cifar10: no source has test_batch.bin, looked in no folder; unpack ' +
      'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz and pass its folder, or pass directory or read',
  );
  await expect(cifar10('validation' as 'test')).rejects.toThrow(
    "cifar10: split must be 'train' or 'test', got validation",
  );
});
