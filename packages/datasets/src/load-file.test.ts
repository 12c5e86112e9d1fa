import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Loopback, loopback } from '../test/loopback.ts';
import type { DownloadProgress } from './download.ts';
import { loadFile } from './load-file.ts';
import type { LoadOptions, Publication, PublishedFile } from './load-options.ts';
import { platform as node } from './platform.node.ts';
import type { Platform } from './platform.ts';
import { platform as web } from './platform.web.ts';

const CONTENT = Uint8Array.from({ length: 200_000 }, (_, i) => (i * i) % 251);
const PACKED = gzipSync(CONTENT);
const FILE: PublishedFile = {
  name: 'pictures.gz',
  bytes: CONTENT.length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};
const PUBLICATION: Publication = {
  name: 'tiny',
  caller: 'tinySet',
  folders: [],
  mirrors: [],
  cure: 'run `npm install tiny`',
};

/** Rounds without pauses; a minute of silence never comes but where a test asks for it. */
function hasty(platform: Platform, stallMs = 60_000): Platform {
  return { ...platform, patience: { stallMs, backOffMs: [0, 0] } };
}

type Answer = Parameters<typeof loopback>[0];
const opened: Loopback[] = [];
async function serve(answer: Answer): Promise<Loopback> {
  const server = await loopback(answer);
  opened.push(server);
  return server;
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-datasets-'));
});
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
  await rm(folder, { recursive: true, force: true });
});

function isContent({ bytes }: { bytes: Uint8Array }): boolean {
  return Buffer.compare(bytes, CONTENT) === 0; // toEqual takes half a second for as many
}

function send(bytes: Uint8Array, headers: Record<string, string | number> = {}): Answer {
  return (_path, response) => response.writeHead(200, headers).end(bytes);
}

const status =
  (code: number): Answer =>
  (_path, response) =>
    response.writeHead(code).end('no');

describe.each([
  ['Node', node],
  ['a browser', { ...web, openCache: async () => undefined }],
] as [string, Platform][])('in %s', (_, platform) => {
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
