import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  CONTENT,
  FILE,
  hasty,
  PACKED,
  PLATFORMS,
  PUBLICATION,
  send,
  serve,
} from '../test/loading.ts';
import { loadFile } from './load-file.ts';
import type { LoadOptions } from './load-options.ts';

describe.each(PLATFORMS)('in %s', (_, platform) => {
  const load = (options: LoadOptions, given = hasty(platform)) =>
    loadFile(PUBLICATION, FILE, options, given);
  test.each([
    [
      'a page',
      Buffer.from('<!doctype html>hello'),
      'must hold 200000 bytes (decompressed), got 20',
    ],
    ['nothing', Buffer.alloc(0), 'must hold 200000 bytes (decompressed), got 0'],
    ['one byte', Buffer.from([0x1f]), 'must hold 200000 bytes (decompressed), got 1'],
    [
      'half the gzip data',
      PACKED.subarray(0, PACKED.length / 2),
      'must be gzip data, but is damaged: ',
    ],
    ['gzip data and no checksum', PACKED.subarray(0, -8), 'must be gzip data, but is damaged: '],
    [
      'half the file',
      CONTENT.subarray(0, 100_000),
      'must hold 200000 bytes (decompressed), got 100000',
    ],
    [
      'too long a file',
      Buffer.concat([CONTENT, Buffer.from('x')]),
      'must hold 200000 bytes (decompressed), but goes on',
    ],
    [
      'a gzip bomb',
      gzipSync(Buffer.alloc(50_000_000)),
      'must hold 200000 bytes (decompressed), but goes on',
    ],
    ['far too long a file', Buffer.alloc(300_000), 'must be at most 201224 bytes, got 300000'],
  ])('refuses %s', async (_what, body, message) => {
    const server = await serve(send(body, { 'content-length': body.length }));
    await expect(load({ baseUrl: server.url })).rejects.toThrow(`pictures.gz: ${message}`);
    // It is not asked for again: the same bytes would come.
    expect(server.asked).toEqual(['/pictures.gz', '/pictures']);
  });

  test('stops a body that never ends', async () => {
    const server = await serve((_path, response) => {
      const more = (): unknown => response.destroyed || response.write(Buffer.alloc(65_536), more);
      more();
    });
    const before = process.memoryUsage().arrayBuffers;
    await expect(load({ baseUrl: server.url })).rejects.toThrow(/must hold 200000 bytes|at most/);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('stops a body that stays gzip without ever giving a byte', async () => {
    const server = await serve((_path, response) => {
      // The flag 8 says that a name follows, up to a zero byte: one that never comes.
      response.write(Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]));
      const more = (): unknown =>
        response.destroyed || response.write(Buffer.alloc(65_536, 'x'), more);
      more();
    });
    await expect(load({ baseUrl: server.url })).rejects.toThrow(
      'pictures.gz: must be at most 201224 bytes, but goes on',
    );
  });

  test('asks again where less comes than the server promised, and ends with an error', async () => {
    const server = await serve((_path, response) => {
      response.writeHead(200, { 'content-length': PACKED.length });
      response.write(PACKED.subarray(0, PACKED.length - 100), () => response.destroy());
    });
    await expect(load({ baseUrl: server.url })).rejects.toThrow(
      /pictures\.gz: terminated \(other side closed\)/,
    );
    expect(server.asked.length).toBe(6);
  });

  test('is not fooled by a server that promises less than it sends', async () => {
    const server = await serve((_path, response) => {
      response.strictContentLength = false;
      response.writeHead(200, { 'content-length': 50 }).end(PACKED);
    });
    await expect(load({ baseUrl: server.url })).rejects.toThrow(/pictures\.gz: /);
  });

  test('gives up on a server that is silent, before its headers or in mid-file', async () => {
    const mute = await serve(() => undefined);
    const stuck = await serve((_path, response) => {
      response.writeHead(200, { 'content-length': PACKED.length });
      response.write(PACKED.subarray(0, 1000));
    });
    for (const { url } of [mute, stuck]) {
      await expect(load({ baseUrl: url }, hasty(platform, 40))).rejects.toThrow(
        `${url}pictures.gz: no data for 0.04 s`,
      );
    }
  });
});
