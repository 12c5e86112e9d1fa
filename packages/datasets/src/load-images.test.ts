import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadImages, type PublishedImages } from './load-images.ts';
import type { LoadOptions } from './load-options.ts';
import { platform as node } from './platform.node.ts';
import type { Platform } from './platform.ts';
import { platform as web } from './platform.web.ts';

const FILES = {
  'train-images': Uint8Array.of(
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    3,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
    12,
  ),
  'train-labels': Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0),
  'test-images': Uint8Array.of(
    0,
    0,
    8,
    3,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    2,
    0,
    0,
    0,
    3,
    21,
    22,
    23,
    24,
    25,
    26,
  ),
  'test-labels': Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 1),
};
type Name = keyof typeof FILES;

function published(name: Name) {
  const sha256 = createHash('sha256').update(FILES[name]).digest('hex');
  return { name: `${name}.gz`, bytes: FILES[name].length, sha256 };
}

let folder = '';
let set: PublishedImages;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-datasets-'));
  set = {
    name: 'tiny',
    caller: 'tinySet',
    classNames: ['a', 'b'],
    train: { images: published('train-images'), labels: published('train-labels') },
    test: { images: published('test-images'), labels: published('test-labels') },
    folders: [join(folder, 'installed')],
    mirrors: [],
    cure: 'run `npm install tiny`',
  };
});
afterEach(() => rm(folder, { recursive: true }));

async function put(where: string, files: Record<string, Uint8Array>): Promise<string> {
  const path = join(folder, where);
  await mkdir(path, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(path, name), bytes);
  return path;
}

/** A source with all files, some of them replaced. */
function reading(replaced: Partial<Record<Name, Uint8Array>> = {}): LoadOptions {
  return {
    read: async (name) => ({ ...FILES, ...replaced })[name.replace(/\.gz$/, '') as Name],
  };
}

const TRAIN = {
  name: 'tiny-train',
  inputs: FILES['train-images'].subarray(16),
  labels: Uint8Array.of(1, 0),
  count: 2,
  shape: [2, 3, 1],
  classNames: ['a', 'b'],
};

describe.each([
  ['Node', node],
  ['a browser', web],
] as [string, Platform][])('in %s', (_, platform) => {
  test('gives each split from a source of the caller, compressed or not', async () => {
    expect(await loadImages(set, 'train', reading(), platform)).toEqual(TRAIN);
    const compressed = reading({
      'train-images': gzipSync(FILES['train-images']),
      'train-labels': gzipSync(FILES['train-labels']),
    });
    expect(await loadImages(set, 'train', compressed, platform)).toEqual(TRAIN);
    expect(await loadImages(set, 'test', reading(), platform)).toMatchObject({
      name: 'tiny-test',
      count: 1,
      inputs: Uint8Array.of(21, 22, 23, 24, 25, 26),
      labels: Uint8Array.of(1),
    });
  });

  test('asks that source for official names with the signal, and takes ArrayBuffers', async () => {
    const { signal } = new AbortController();
    const asked: unknown[] = [];
    const read: LoadOptions['read'] = async (name, given) => {
      asked.push(name, given);
      return FILES[name.replace('.gz', '') as Name].slice().buffer;
    };
    expect(await loadImages(set, 'train', { read, signal }, platform)).toEqual(TRAIN);
    expect(asked).toEqual(['train-images.gz', signal, 'train-labels.gz', signal]);
  });

  test.each([
    ['cut', FILES['train-images'].subarray(0, 20), 'must hold 28 bytes (decompressed), got 20'],
    [
      'cut in its header',
      FILES['train-images'].subarray(0, 3),
      'must hold 28 bytes (decompressed), got 3',
    ],
    ['empty', new Uint8Array(0), 'must hold 28 bytes (decompressed), got 0'],
    [
      'longer',
      Uint8Array.of(...FILES['train-images'], 0),
      'must hold 28 bytes (decompressed), got 29',
    ],
    [
      'compressed and too short',
      gzipSync(new Uint8Array(27)),
      'must hold 28 bytes (decompressed), got 27',
    ],
    [
      'a web page',
      new TextEncoder().encode('<!doctype html><title>404'),
      'must hold 28 bytes (decompressed), got 25',
    ],
  ])('refuses a file that is %s', async (_what, bytes, message) => {
    const loading = loadImages(set, 'train', reading({ 'train-images': bytes }), platform);
    await expect(loading).rejects.toThrow(`tinySet: read('train-images.gz') ${message}`);
  });

  test('refuses a file with one bit turned, by its sha256, expected and found', async () => {
    for (let at = 0; at < 28; at++) {
      const bytes = FILES['train-images'].slice();
      bytes[at] = (bytes[at] as number) ^ 1;
      const found = createHash('sha256').update(bytes).digest('hex');
      await expect(
        loadImages(set, 'train', reading({ 'train-images': bytes }), platform),
      ).rejects.toThrow(
        `tinySet: read('train-images.gz') must have sha256 ${set.train.images.sha256}, got ${found}`,
      );
    }
  });

  test('refuses gzip data that are damaged anywhere, cut anywhere, or go on', async () => {
    const whole = gzipSync(FILES['train-labels']);
    const damaged = [
      ...Array.from({ length: whole.length - 2 }, (_, i) => whole.subarray(0, i + 2)),
      Buffer.concat([whole, Buffer.from('more')]),
      whole.map((byte, i) => (i === whole.length - 8 ? byte ^ 1 : byte)), // the checksum
      whole.map((byte, i) => (i === 2 ? 0 : byte)), // the method
    ];
    for (const bytes of damaged) {
      await expect(
        loadImages(set, 'train', reading({ 'train-labels': bytes }), platform),
      ).rejects.toThrow(
        "tinySet: read('train-labels.gz') must be gzip data of 10 bytes, but is damaged: ",
      );
    }
  });

  test('stops a gzip bomb at the size expected', async () => {
    const bomb = gzipSync(new Uint8Array(50_000_000));
    const before = process.memoryUsage().arrayBuffers;
    await expect(
      loadImages(set, 'train', reading({ 'train-labels': bomb }), platform),
    ).rejects.toThrow('but is damaged: it expands to more than 10 bytes');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('passes on what the source of the caller throws, and refuses what is not bytes', async () => {
    const read = () => Promise.reject(new Error('the disk is on fire'));
    await expect(loadImages(set, 'train', { read }, platform)).rejects.toThrow(
      'the disk is on fire',
    );
    const text = async () => 'bytes' as unknown as Uint8Array;
    await expect(loadImages(set, 'train', { read: text }, platform)).rejects.toThrow(
      "tinySet: read('train-images.gz') must give a Uint8Array or an ArrayBuffer, got bytes",
    );
  });

  test('rejects with the reason of its signal, before it starts and in between', async () => {
    const reason = new Error('enough');
    await expect(
      loadImages(set, 'train', { ...reading(), signal: AbortSignal.abort(reason) }, platform),
    ).rejects.toBe(reason);
    const controller = new AbortController();
    const read: LoadOptions['read'] = async (name) => {
      if (name === 'train-labels.gz') expect.fail('went on after the abort');
      controller.abort(reason);
      return FILES['train-images'];
    };
    await expect(
      loadImages(set, 'train', { read, signal: controller.signal }, platform),
    ).rejects.toBe(reason);
  });

  test('refuses a split that is neither', async () => {
    await expect(loadImages(set, 'validation' as 'test', reading(), platform)).rejects.toThrow(
      "tinySet: split must be 'train' or 'test', got validation",
    );
  });

  test('each call gives bytes and names of its own', async () => {
    const options: LoadOptions = {
      read: async (name) => FILES[name.replace('.gz', '') as Name].slice(),
    };
    const first = await loadImages(set, 'train', options, platform);
    first.inputs.fill(0);
    first.classNames[0] = 'changed';
    expect(await loadImages(set, 'train', options, platform)).toEqual(TRAIN);
  });
});

describe('in Node', () => {
  test('reads a directory, each file compressed or not', async () => {
    const directory = await put('mine', {
      'train-images': FILES['train-images'],
      'train-labels.gz': gzipSync(FILES['train-labels']),
    });
    expect(await loadImages(set, 'train', { directory })).toEqual(TRAIN);
  });

  test('asks read, then the directory, then what packages have installed', async () => {
    await put('installed', FILES);
    expect((await loadImages(set, 'train')).count).toBe(2);
    const broken = { 'train-images': Uint8Array.of(1) };
    const directory = await put('mine', broken);
    await expect(loadImages(set, 'train', { directory })).rejects.toThrow(
      join(directory, 'train-images'),
    );
    const read = async (name: string) =>
      name === 'train-images.gz' ? FILES['train-images'] : null;
    expect((await loadImages(set, 'train', { directory, read })).count).toBe(2);
  });

  test('names every place it looked in, and every way to get the data', async () => {
    const directory = join(folder, 'nowhere');
    await expect(loadImages(set, 'train', { directory })).rejects.toThrow(
      `tinySet: no source has train-images, looked in ${directory}, ${set.folders[0]}; ` +
        'run `npm install tiny`, or pass directory or read',
    );
  });

  test('names the file where it is damaged on disk', async () => {
    const directory = await put('mine', {
      ...FILES,
      'train-labels': FILES['train-labels'].slice(1),
    });
    await expect(loadImages(set, 'train', { directory })).rejects.toThrow(
      `tinySet: ${join(directory, 'train-labels')} must hold 10 bytes (decompressed), got 9`,
    );
  });

  test('does not read a file that is far too long, nor what is no file', async () => {
    const directory = await put('mine', { ...FILES, 'train-images': new Uint8Array(5000) });
    await expect(loadImages(set, 'train', { directory })).rejects.toThrow(
      `tinySet: ${join(directory, 'train-images')} must be at most 1053 bytes, got 5000`,
    );
    await rm(join(directory, 'train-images'));
    await mkdir(join(directory, 'train-images'));
    await expect(loadImages(set, 'train', { directory })).rejects.toThrow('must be a file');
  });

  test('rejects with the reason of its signal while it reads a file', async () => {
    const directory = await put('mine', FILES);
    const controller = new AbortController();
    const reason = new Error('enough');
    const loading = loadImages(set, 'train', { directory, signal: controller.signal });
    controller.abort(reason);
    await expect(loading).rejects.toBe(reason);
  });

  test('finds what npm installed above the working directory', async () => {
    // vitest is installed in this package or above it, which is where the tests run.
    const found = await node.readFirst?.(['node_modules/vitest'], ['package.json'], 1e6, undefined);
    expect(JSON.parse(new TextDecoder().decode(found?.bytes))).toMatchObject({ name: 'vitest' });
  });
});

describe('in a browser', () => {
  test('says that there are no directories, and what to do without a source', async () => {
    await expect(loadImages(set, 'train', { directory: 'x' }, web)).rejects.toThrow(
      'tinySet: directory needs Node; pass read instead',
    );
    await expect(loadImages(set, 'train', {}, web)).rejects.toThrow(
      'tinySet: no source has train-images; pass baseUrl or read(name, signal)',
    );
  });

  test('says why it cannot check data where WebCrypto is withheld', async () => {
    const { crypto } = globalThis;
    Object.defineProperty(globalThis, 'crypto', { value: {}, configurable: true });
    try {
      await expect(loadImages(set, 'train', reading(), web)).rejects.toThrow('needs WebCrypto');
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
    }
  });
});

test('both platforms decompress and hash alike', async () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251);
  const packed = gzipSync(bytes);
  for (const platform of [node, web]) {
    expect(Buffer.compare(await platform.gunzip(packed, 300_000), gunzipSync(packed))).toBe(0);
    expect(await platform.sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
