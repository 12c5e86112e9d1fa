import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  CONTENT,
  FILE,
  hasty,
  isContent,
  PACKED,
  PUBLICATION,
  send,
  serve,
} from '../test/loading.ts';
import { loadFile } from './load-file.ts';
import type { LoadOptions } from './load-options.ts';
import { platform as node } from './platform.node.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-datasets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a cache in Node', () => {
  const load = (options: LoadOptions, publication = PUBLICATION) =>
    loadFile(publication, FILE, { cache: folder, ...options }, hasty(node));
  const entry = () => join(folder, 'tiny', 'pictures');

  test('keeps what was downloaded, decompressed and under no other name, and asks the web no more', async () => {
    const server = await serve(send(PACKED));
    await load({ baseUrl: server.url, cache: join(folder, 'a', 'b') });
    expect(await readdir(join(folder, 'a', 'b', 'tiny'))).toEqual(['pictures']);
    const again = await load({ baseUrl: [], cache: join(folder, 'a', 'b') });
    expect(again.path).toBe(join(folder, 'a', 'b', 'tiny', 'pictures'));
    expect(again).toSatisfy(isContent);
    // It is a folder for `directory` too.
    const directory = join(folder, 'a', 'b', 'tiny');
    expect((await load({ baseUrl: [], directory, cache: false })).bytes).toEqual(
      Buffer.from(CONTENT),
    );
  });

  test('stands behind the directory and before what packages have installed', async () => {
    const server = await serve(send(PACKED));
    const packages = join(folder, 'installed');
    const mine = join(folder, 'mine');
    for (const place of [packages, mine]) {
      await mkdir(place);
      await writeFile(join(place, 'pictures'), CONTENT);
    }
    const publication = { ...PUBLICATION, folders: [packages] };
    await load({ baseUrl: server.url });
    expect((await load({}, publication)).path).toBe(entry());
    expect((await load({ directory: mine }, publication)).path).toBe(join(mine, 'pictures'));
    await rm(entry());
    expect((await load({}, publication)).path).toBe(join(packages, 'pictures'));
    await expect(readFile(entry())).rejects.toThrow('ENOENT');
  });

  test('keeps nothing of a download that failed or was stopped', async () => {
    const bad = await serve(send(gzipSync(Buffer.alloc(200_000))));
    await expect(load({ baseUrl: bad.url })).rejects.toThrow('must have sha256');
    const controller = new AbortController();
    const slow = await serve((_path, response) => {
      response.write(PACKED.subarray(0, 1000), () => controller.abort());
    });
    await expect(load({ baseUrl: slow.url, signal: controller.signal })).rejects.toThrow('abort');
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['damaged', CONTENT.map((byte, i) => (i === 9 ? byte + 1 : byte))],
    ['cut', CONTENT.subarray(0, 1000)],
    ['empty', new Uint8Array(0)],
    ['too long', Buffer.concat([CONTENT, CONTENT])],
  ])('replaces an entry that is %s, and does not keep it where it cannot', async (_what, bytes) => {
    await mkdir(join(folder, 'tiny'));
    await writeFile(entry(), bytes);
    await expect(load({ baseUrl: [] })).rejects.toThrow(`looked in ${folder}`);
    await expect(readFile(entry())).rejects.toThrow('ENOENT');
    await writeFile(entry(), bytes);
    const server = await serve(send(PACKED));
    expect(await load({ baseUrl: server.url })).toSatisfy(isContent);
    expect(Buffer.compare(await readFile(entry()), CONTENT)).toBe(0);
  });

  test('says so where it cannot be written, and does not ask the web again for that', async () => {
    const server = await serve(send(PACKED));
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(load({ baseUrl: server.url, cache: file })).rejects.toThrow(
      `tinySet: ${join(file, 'tiny', 'pictures')} cannot be written: `,
    );
    expect(server.asked.length).toBe(1);
  });

  test('is filled by twenty loads at once without harm', async () => {
    const server = await serve(send(PACKED));
    const loads = Array.from({ length: 20 }, () => load({ baseUrl: server.url }));
    for (const { bytes } of await Promise.all(loads))
      expect(Buffer.compare(bytes, CONTENT)).toBe(0);
    expect(await readdir(join(folder, 'tiny'))).toEqual(['pictures']);
  });

  test('removes what killed processes left, and not what others are writing now', async () => {
    await mkdir(join(folder, 'tiny'));
    const old = join(folder, 'tiny', '.pictures.old.part');
    await writeFile(old, 'half');
    await utimes(old, 1, 1);
    await writeFile(join(folder, 'tiny', '.pictures.new.part'), 'half');
    const server = await serve(send(PACKED));
    await load({ baseUrl: server.url });
    expect((await readdir(join(folder, 'tiny'))).sort()).toEqual([
      '.pictures.new.part',
      'pictures',
    ]);
  });

  test('outlives processes killed in mid-download, and two that fill it at once', async () => {
    // The first two downloads stop half-way; their processes are then killed.
    const server = await serve((_path, response, before) => {
      if (before < 2) response.write(PACKED.subarray(0, PACKED.length / 2));
      else response.end(PACKED);
    });
    const child = await bundled(join(import.meta.dirname, '../test/load-in-child.ts'));
    const start = () =>
      fork(child, [server.url, folder, String(FILE.bytes), FILE.sha256], { execArgv: [] });
    const killed = [start(), start()];
    await Promise.all(
      killed.map(
        (child) =>
          new Promise<void>((resolve) => {
            child.on('message', () => child.kill('SIGKILL')); // half of it has come
            child.on('exit', () => resolve());
          }),
      ),
    );
    expect(killed.map(({ signalCode }) => signalCode)).toEqual(['SIGKILL', 'SIGKILL']);
    const codes = await Promise.all(
      [start(), start()].map(
        (child) => new Promise((resolve) => child.on('exit', (code) => resolve(code))),
      ),
    );
    expect(codes).toEqual([0, 0]);
    expect(await readdir(join(folder, 'tiny'))).toEqual(['pictures']);
    expect((await load({ baseUrl: [] })).path).toBe(entry());
  });

  /** A child process of Node 20 runs no TypeScript: this gives it one JavaScript file. */
  async function bundled(path: string): Promise<string> {
    const conditions = ['@gradus/source', 'node'];
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { resolve: { conditions } },
      build: { ssr: path, outDir: join(folder, 'child') },
    });
    return join(folder, 'child', 'load-in-child.js');
  }
});
