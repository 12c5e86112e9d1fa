import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Loopback, loopback } from '../test/loopback.ts';
import { tarOf } from '../test/tar.ts';
import type { LoadOptions } from './load-options.ts';
import { loadRecords, type PublishedRecords } from './load-records.ts';
import { unpack } from './parse-cifar10.ts';
import { platform as node } from './platform.node.ts';

/** Two images of 1 x 1 pixels a file: label, red, green, blue. */
const FILES: Record<string, Uint8Array> = {
  'one.bin': Uint8Array.of(0, 10, 20, 30, 1, 11, 21, 31),
  'two.bin': Uint8Array.of(1, 40, 50, 60, 1, 41, 51, 61),
  'test.bin': Uint8Array.of(0, 70, 80, 90, 1, 71, 81, 91),
};
const published = (name: string) => ({
  name,
  bytes: 8,
  sha256: createHash('sha256')
    .update(FILES[name] as Uint8Array)
    .digest('hex'),
});
const SET: PublishedRecords = {
  name: 'dots',
  caller: 'dots',
  classNames: ['a', 'b'],
  side: 1,
  records: 2,
  train: [published('one.bin'), published('two.bin')],
  test: [published('test.bin')],
  archive: {
    name: 'dots.tar.gz',
    mirrors: [],
    mostBytes: { compressed: 10_000, decompressed: 100_000 },
  },
  folders: [],
  mirrors: [],
  cure: 'fetch it',
};
const TRAIN = {
  name: 'dots-train',
  inputs: Uint8Array.of(10, 20, 30, 11, 21, 31, 40, 50, 60, 41, 51, 61),
  labels: Uint8Array.of(0, 1, 1, 1),
  count: 4,
  shape: [1, 1, 3],
  classNames: ['a', 'b'],
};

/** The files as an archive, in an order of its own, some of them replaced. */
function archive(replaced: Record<string, Uint8Array> = {}): Buffer {
  const order = ['two.bin', 'test.bin', 'one.bin'];
  const entries = order.map((name) => ({
    name: `dots/${name}`,
    bytes: replaced[name] ?? (FILES[name] as Uint8Array),
  }));
  return gzipSync(tarOf({ name: 'dots/', type: '5' }, ...entries));
}

let folder = '';
let server: Loopback;
let site: Record<string, Uint8Array>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-datasets-'));
  site = { '/dots.tar.gz': archive() };
  server = await loopback((path, response) => {
    const bytes = site[path];
    if (bytes === undefined) response.writeHead(404).end();
    else response.end(bytes);
  });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const load = (split: 'train' | 'test', options: LoadOptions = {}, set = SET) =>
  loadRecords(
    set,
    split,
    { baseUrl: server.url, ...options },
    { ...node, patience: { stallMs: 60_000, backOffMs: [0, 0] } },
  );

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

test('takes the files of a part from the archive, in their own order', async () => {
  expect(await load('train')).toEqual(TRAIN);
  expect(await load('test')).toMatchObject({
    name: 'dots-test',
    inputs: Uint8Array.of(70, 80, 90, 71, 81, 91),
  });
  expect(server.asked).toEqual(['/dots.tar.gz', '/dots.tar.gz']);
});

test('asks the mirrors of the archive where there is no baseUrl', async () => {
  const set = { ...SET, archive: { ...SET.archive, mirrors: [{ url: server.url }] } };
  expect(await load('train', { baseUrl: undefined }, set)).toEqual(TRAIN);
  site = {};
  await expect(load('train', { baseUrl: undefined }, set)).rejects.toThrow(
    `dots: no source has one.bin, looked in no folder; downloads failed: ${server.url}dots.tar.gz: status 404; fetch it, or pass directory or read`,
  );
});

test('keeps every file of the archive, so that the other part needs no download', async () => {
  await load('train', { cache: folder });
  expect((await readdir(join(folder, 'dots'))).sort()).toEqual(['one.bin', 'test.bin', 'two.bin']);
  await load('test', { cache: folder, baseUrl: [] });
  expect(await load('train', { cache: folder, baseUrl: [] })).toEqual(TRAIN);
  expect(server.asked.length).toBe(1);
});

test('asks the web only for what no folder has', async () => {
  await writeFile(join(folder, 'one.bin'), FILES['one.bin'] as Uint8Array);
  site = { '/two.bin': FILES['two.bin'] as Uint8Array };
  expect(await load('train', { directory: folder })).toEqual(TRAIN);
  expect(server.asked).toEqual(['/dots.tar.gz', '/two.bin']);
});

test('takes the files one by one from a server without the archive', async () => {
  site = Object.fromEntries(Object.entries(FILES).map(([name, bytes]) => [`/${name}`, bytes]));
  expect(await load('train', { cache: folder })).toEqual(TRAIN);
  expect((await readdir(join(folder, 'dots'))).sort()).toEqual(['one.bin', 'two.bin']);
  site = {};
  await expect(load('test')).rejects.toThrow(
    `downloads failed: ${server.url}dots.tar.gz: status 404; ${server.url}test.bin: status 404; fetch it, or pass directory or read`,
  );
});

test('refuses a damaged file in the archive, keeps none of it, and goes to the next mirror', async () => {
  site = { '/bad/dots.tar.gz': archive({ 'one.bin': new Uint8Array(8) }), ...site };
  const bad = `${server.url}bad/`;
  await expect(load('train', { baseUrl: bad, cache: folder })).rejects.toThrow(
    /dots\.tar\.gz: one\.bin must have sha256 .*; .*one\.bin: status 404; fetch it/,
  );
  expect((await readdir(join(folder, 'dots'))).sort()).toEqual(['test.bin', 'two.bin']);
  const set = {
    ...SET,
    archive: { ...SET.archive, mirrors: [{ url: bad }, { url: server.url }] },
  };
  expect(await load('train', { baseUrl: undefined }, set)).toEqual(TRAIN);
  set.archive.mirrors.pop();
  const found = createHash('sha256').update(new Uint8Array(8)).digest('hex');
  await expect(load('train', { baseUrl: undefined }, set)).rejects.toThrow(
    `dots.tar.gz: one.bin must have sha256 ${SET.train[0]?.sha256}, got ${found}`,
  );
});

test('refuses an archive without one of the files, or with two of a name', async () => {
  const set = { ...SET, archive: { ...SET.archive, mirrors: [{ url: server.url }] } };
  const entry = { name: 'two.bin', bytes: FILES['two.bin'] as Uint8Array };
  site = { '/dots.tar.gz': gzipSync(tarOf(entry, entry)) };
  await expect(load('train', { baseUrl: undefined }, set)).rejects.toThrow(
    'dots.tar.gz: must hold one.bin; fetch it',
  );
});

test('says where the cache cannot be written, and asks the web no more', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(load('train', { cache: file })).rejects.toThrow(/two\.bin cannot be written: /);
  expect(server.asked).toEqual(['/dots.tar.gz']);
});

test('stops with the reason of its signal in mid-archive', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  const options = { signal: controller.signal, onProgress: () => controller.abort(reason) };
  await expect(load('train', options)).rejects.toBe(reason);
});

test('reads no more of the archive than it needs', async () => {
  const bytes = tarOf({ name: 'test.bin', bytes: FILES['test.bin'] as Uint8Array });
  const endless = await loopback((_path, response) => {
    response.write(bytes.subarray(0, 1024)); // and then nothing, for ever
  });
  try {
    expect((await load('test', { baseUrl: endless.url })).count).toBe(2);
  } finally {
    await endless.close();
  }
});
