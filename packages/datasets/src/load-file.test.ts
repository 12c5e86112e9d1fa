import { createHash } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  CONTENT,
  FILE,
  hasty,
  isContent,
  PACKED,
  PLATFORMS,
  PUBLICATION,
  send,
  serve,
  status,
} from '../test/loading.ts';
import type { DownloadProgress } from './download.ts';
import { loadFile } from './load-file.ts';
import type { LoadOptions } from './load-options.ts';
import { platform as node } from './platform.node.ts';
import { platform as web } from './platform.web.ts';

describe.each(PLATFORMS)('in %s', (_, platform) => {
  const load = (options: LoadOptions, given = hasty(platform)) =>
    loadFile(PUBLICATION, FILE, options, given);

  test('downloads a file, compressed or not, under its official name or the plain one', async () => {
    const packed = await serve(send(PACKED));
    const found = await load({ baseUrl: packed.url });
    expect(found.path).toBe(`${packed.url}pictures.gz`);
    expect(found).toSatisfy(isContent);
    const plain = await serve((path, response) =>
      path === '/data/pictures' ? response.end(CONTENT) : response.writeHead(404).end(),
    );
    const baseUrl = `${plain.url}data`; // without the slash
    expect(await load({ baseUrl })).toSatisfy(isContent);
    expect(plain.asked).toEqual(['/data/pictures.gz', '/data/pictures']);
  });

  test('keeps a query of baseUrl', async () => {
    const server = await serve(send(PACKED));
    await load({ baseUrl: `${server.url}a?key=1&b=2` });
    expect(server.asked).toEqual(['/a/pictures.gz?key=1&b=2']);
  });

  test.each([
    ['gzip, of gzip', 'gzip', gzipSync(PACKED)],
    ['gzip, of the plain file', 'gzip', PACKED],
    ['br', 'br', brotliCompressSync(PACKED)],
  ])('takes what a server sends with content-encoding %s', async (_what, encoding, body) => {
    const server = await serve(send(body, { 'content-encoding': encoding }));
    expect(await load({ baseUrl: server.url })).toSatisfy(isContent);
  });

  test('follows redirects, and gives up on a ring of them', async () => {
    const server = await serve((path, response) =>
      path === '/there'
        ? response.end(PACKED)
        : response.writeHead(path.endsWith('.gz') ? 302 : 308, { location: '/there' }).end(),
    );
    expect(await load({ baseUrl: server.url })).toSatisfy(isContent);
    const ring = await serve((path, response) => response.writeHead(301, { location: path }).end());
    await expect(load({ baseUrl: ring.url })).rejects.toThrow(/pictures.gz: .*redirect/i);
  });

  test('takes bytes that come one by one', async () => {
    const few = Uint8Array.of(0x1f, 1, 2, 3);
    const packed = gzipSync(few);
    const server = await serve((_path, response) => {
      const next = (i: number): unknown =>
        i === packed.length
          ? response.end()
          : response.write(packed.subarray(i, i + 1), () => setImmediate(next, i + 1));
      next(0);
    });
    const sha256 = createHash('sha256').update(few).digest('hex');
    const file = { name: 'few.gz', bytes: 4, sha256 };
    const found = await loadFile(PUBLICATION, file, { baseUrl: server.url }, hasty(platform));
    expect(found.bytes).toEqual(few);
  });

  test('asks a server again after a broken connection, a 5xx, a 408 and a 429', async () => {
    for (const code of [0, 500, 503, 408, 429]) {
      const server = await serve((_path, response, before) => {
        if (before > 0) response.end(PACKED);
        else if (code === 0) response.destroy();
        else response.writeHead(code).end();
      });
      expect(await load({ baseUrl: server.url })).toSatisfy(isContent);
    }
  });

  test('asks each mirror three times at most, and says what each answered last', async () => {
    const server = await serve(status(500));
    await expect(load({ baseUrl: server.url })).rejects.toThrow(
      `downloads failed: ${server.url}pictures.gz: status 500; ${server.url}pictures: status 500; `,
    );
    const round = ['/pictures.gz', '/pictures'];
    expect(server.asked).toEqual([...round, ...round, ...round]);
  });

  test('goes to the next mirror on a 4xx, and does not ask that one again', async () => {
    const gone = await serve(status(404));
    const secret = await serve(status(403));
    const good = await serve((_path, response, before) =>
      before === 0 ? response.writeHead(502).end() : response.end(PACKED),
    );
    const baseUrl = [gone.url, secret.url, good.url];
    expect((await load({ baseUrl })).path).toBe(`${good.url}pictures.gz`);
    expect(gone.asked).toEqual(['/pictures.gz', '/pictures']);
    expect(secret.asked).toEqual(['/pictures.gz', '/pictures']);
    expect(good.asked).toEqual(['/pictures.gz', '/pictures', '/pictures.gz']);
  });

  test('goes to the next mirror where one sends wrong bytes, and names what was found', async () => {
    const wrong = CONTENT.slice();
    wrong[7] = (wrong[7] as number) ^ 1;
    const found = createHash('sha256').update(wrong).digest('hex');
    const bad = await serve(send(gzipSync(wrong)));
    const good = await serve(send(PACKED));
    expect(await load({ baseUrl: [bad.url, good.url] })).toSatisfy(isContent);
    await expect(load({ baseUrl: bad.url })).rejects.toThrow(
      `${bad.url}pictures.gz: must have sha256 ${FILE.sha256}, got ${found}`,
    );
  });

  test('rejects with the reason of its signal before, during and between downloads', async () => {
    const reason = new Error('enough');
    const server = await serve(send(PACKED));
    const signal = AbortSignal.abort(reason);
    await expect(load({ baseUrl: server.url, signal })).rejects.toBe(reason);
    expect(server.asked).toEqual([]);

    for (const isBetween of [false, true]) {
      const controller = new AbortController();
      const slow = await serve((_path, response) => {
        if (isBetween) response.writeHead(500).end();
        else response.writeHead(200).write(PACKED.subarray(0, 1000));
        response.on('close', () => controller.abort(reason));
        if (!isBetween) setImmediate(() => controller.abort(reason));
      });
      const patience = { stallMs: 60_000, backOffMs: [60_000, 60_000] };
      await expect(
        load({ baseUrl: slow.url, signal: controller.signal }, { ...platform, patience }),
      ).rejects.toBe(reason);
    }
  });

  test('reports progress in bytes of the network, to the last', async () => {
    const server = await serve(send(PACKED, { 'content-length': PACKED.length }));
    const seen: DownloadProgress[] = [];
    await load({ baseUrl: server.url, onProgress: (progress) => seen.push(progress) });
    const url = `${server.url}pictures.gz`;
    expect(seen.at(-1)).toEqual({ url, done: PACKED.length, total: PACKED.length });
    expect(
      seen.every(({ done }, i) => i === 0 || done > (seen[i - 1] as DownloadProgress).done),
    ).toBe(true);

    const untold = await serve((_path, response) => {
      response.write(PACKED.subarray(0, 10));
      response.end(PACKED.subarray(10));
    });
    const totals = new Set<unknown>();
    await load({ baseUrl: untold.url, onProgress: ({ total }) => totals.add(total) });
    expect([...totals]).toEqual([undefined]);
  });

  test('throws what onProgress throws, at once', async () => {
    const server = await serve(send(PACKED));
    const mistake = new TypeError('no such bar');
    const onProgress = () => {
      throw mistake;
    };
    await expect(load({ baseUrl: server.url, onProgress })).rejects.toBe(mistake);
    expect(server.asked).toEqual(['/pictures.gz']);
  });

  test.each([
    [{ baseUrl: 'ftp://example.org/' }, 'baseUrl must be an http or https address, got ftp:'],
    [{ baseUrl: '/data/' }, 'baseUrl must be an http or https address, got /data/'],
    [{ baseUrl: ['http://127.0.0.1/', ''] }, 'baseUrl must be an http or https address, got '],
    [{ cache: '' }, "cache must be a name or false, got ''"],
    [{ cache: true as unknown as false }, 'cache must be a name or false, got true'],
  ])('refuses %o before it looks anywhere', async (options, message) => {
    const read = () => expect.fail('was asked');
    await expect(load({ read, ...options })).rejects.toThrow(`tinySet: ${message}`);
    await expect(load({ read, ...options })).rejects.toThrow(TypeError);
  });
});
test('tries mirrors open to every page first in a browser, last in Node', async () => {
  const closed = await serve(status(404));
  const open = await serve(status(404));
  const publication = {
    ...PUBLICATION,
    mirrors: [{ url: closed.url }],
    openMirrors: [{ url: open.url, isPlain: true as const }],
  };
  const [first, second] = [
    `${closed.url}pictures.gz: status 404`,
    `${open.url}pictures: status 404`,
  ];
  await expect(loadFile(publication, FILE, {}, hasty(node))).rejects.toThrow(
    `tinySet: no source has pictures, looked in no folder; downloads failed: ${first}; ${second}; ` +
      'run `npm install tiny`, or pass directory or read',
  );
  await expect(loadFile(publication, FILE, {}, hasty(web))).rejects.toThrow(
    `tinySet: no source has pictures; downloads failed: ${second}; ${first}; pass baseUrl or read(name, signal)`,
  );
  await expect(loadFile(publication, FILE, { baseUrl: [] }, hasty(node))).rejects.toThrow(
    'tinySet: no source has pictures, looked in no folder; run `npm install tiny`, or',
  );
});
