import { expect, test } from 'vitest';
import { cifar10 } from './cifar10.ts';

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
  await expect(cifar10('test', { baseUrl: [] })).rejects.toThrow(
    'cifar10: no source has test_batch.bin, looked in no folder; unpack ' +
      'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz and pass its folder, or pass directory or read',
  );
  await expect(cifar10('validation' as 'test')).rejects.toThrow(
    "cifar10: split must be 'train' or 'test', got validation",
  );
});
