import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { geoShapes } from '../src/geo-shapes.ts';
import type * as datasets from '../src/index.ts';
import type { loadFile } from '../src/load-file.ts';
import { type Loopback, loopback } from './loopback.ts';

declare const gradus: typeof datasets & { loadFile: typeof loadFile };

const FASHION = process.env.GRADUS_FASHION_MNIST_DIR ?? '/usr/share/datasets/fashion-mnist';
const CONTENT = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) % 251);
const FILE = {
  name: 'pictures.gz',
  bytes: CONTENT.length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};

let folder = '';
let app = '';
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-datasets-'));
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@gradus/source', 'module', 'browser'] },
    build: {
      outDir: folder,
      lib: { entry: join(import.meta.dirname, 'browser-app.ts'), formats: ['es'], fileName: 'app' },
    },
  });
  app = readFileSync(join(folder, 'app.js'), 'utf8');
  browser = await chromium.launch({
    executablePath: process.env.GRADUS_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true });
});

let server: Loopback;
let page: Page;
let isStopped = false;
/** What the data of the server are, and how they are sent. */
let site: Record<string, { body: Uint8Array; encoding?: string }>;
beforeEach(async () => {
  isStopped = false;
  site = {};
  server = await loopback((path, response) => {
    const data = site[path];
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><script type="module" src="/app.js"></script>');
    } else if (path === '/app.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(app);
    } else if (data !== undefined) {
      const encoding = data.encoding === undefined ? {} : { 'content-encoding': data.encoding };
      response.writeHead(200, { 'content-length': data.body.length, ...encoding }).end(data.body);
    } else response.writeHead(404).end();
  });
  page = await browser.newPage();
  await open();
});
afterEach(async () => {
  await page.context().close();
  if (!isStopped) await server.close();
});

async function open(): Promise<void> {
  await page.goto(server.url);
  await page.waitForFunction(() => 'gradus' in globalThis);
}

async function stopServer(): Promise<void> {
  isStopped = true;
  await server.close();
}

function asked(): string[] {
  return server.asked.filter((path) => path.startsWith('/data/'));
}

/** Loads the stand-in in the page: how many bytes have come, their hash, and where from. */
function load(baseUrl: string | readonly string[]) {
  return page.evaluate(
    async ([file, baseUrl]) => {
      const publication = { name: 'tiny', caller: 'tiny', folders: [], mirrors: [], cure: '' };
      try {
        const { bytes, path } = await gradus.loadFile(publication, file, { baseUrl });
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes.slice()));
        return {
          path,
          sha256: Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join(''),
        };
      } catch (error) {
        return { path: (error as Error).message, sha256: '' };
      }
    },
    [FILE, baseUrl] as const,
  );
}

const KEPT = { path: 'https://gradus.invalid/tiny/pictures', sha256: FILE.sha256 };

test('loads a file over HTTP into the Cache API, and reads it again offline', async () => {
  site['/data/pictures.gz'] = { body: gzipSync(CONTENT) };
  expect(await load('/data')).toEqual({
    path: `${server.url}data/pictures.gz`,
    sha256: FILE.sha256,
  });
  await open(); // a page of its own, which has nothing in memory
  await stopServer();
  expect(await load('/data')).toEqual(KEPT);
  expect(asked()).toEqual(['/data/pictures.gz']);
});

test('takes a file that the browser has decompressed on the way', async () => {
  site['/data/pictures.gz'] = { body: gzipSync(CONTENT), encoding: 'gzip' };
  expect(await load('/data')).toMatchObject({ sha256: FILE.sha256 });
});

test('keeps no damaged bytes, and replaces those that it finds', async () => {
  site['/data/pictures.gz'] = { body: gzipSync(CONTENT.map((byte) => byte ^ 1)) };
  expect((await load('/data')).path).toContain(`must have sha256 ${FILE.sha256}, got `);
  const keys = () =>
    page.evaluate(async () => {
      const cache = await caches.open('gradus-datasets');
      return (await cache.keys()).map(({ url }) => url);
    });
  expect(await keys()).toEqual([]);

  await page.evaluate(
    async ([address, length]) => {
      const cache = await caches.open('gradus-datasets');
      await cache.put(address, new Response(new Uint8Array(length)));
    },
    [KEPT.path, CONTENT.length] as const,
  );
  expect((await load([])).path).toContain('tiny: no source has pictures; ');
  expect(await keys()).toEqual([]);
  site['/data/pictures.gz'] = { body: gzipSync(CONTENT) };
  await load('/data');
  expect(await load([])).toEqual(KEPT);
});

test('loads without keeping where the browser has no room', async () => {
  const session = await page.context().newCDPSession(page);
  const origin = server.url.slice(0, -1);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
  site['/data/pictures.gz'] = { body: gzipSync(CONTENT) };
  expect(await load('/data')).toMatchObject({ sha256: FILE.sha256 });
  expect((await load([])).path).toContain('tiny: no source has pictures; ');
});

test('refuses a file from a server that does not let other pages read it, and goes on to one that does', async () => {
  const other = await loopback((path, response) => {
    if (path.startsWith('/open/')) response.setHeader('access-control-allow-origin', '*');
    response.end(gzipSync(CONTENT));
  });
  try {
    expect(await load([`${other.url}closed`, `${other.url}open`])).toEqual({
      path: `${other.url}open/pictures.gz`,
      sha256: FILE.sha256,
    });
  } finally {
    await other.close();
  }
});

test('draws the same GeoShapes as Node', async () => {
  for (const kind of ['basic', 'geom'] as const) {
    const options = { count: 200, kind, seed: 0 };
    const drawn = await page.evaluate((given) => [...gradus.geoShapes(given).inputs], options);
    expect(Buffer.compare(Uint8Array.from(drawn), geoShapes(options).inputs as Uint8Array)).toBe(0);
  }
});

test.skipIf(!existsSync(FASHION))(
  `loads Fashion-MNIST, 70,000 images, and again offline${existsSync(FASHION) ? '' : ' (needs `apt install dataset-fashion-mnist` or GRADUS_FASHION_MNIST_DIR)'}`,
  async () => {
    const names = ['train', 't10k'].flatMap((part) => [
      `${part}-images-idx3-ubyte.gz`,
      `${part}-labels-idx1-ubyte.gz`,
    ]);
    for (const name of names) {
      site[`/data/${name}`] = { body: readFileSync(join(FASHION, name)) };
    }
    const loadBoth = () =>
      page.evaluate(async () => {
        let isToldAll = false;
        const onProgress = ({ done, total }: datasets.DownloadProgress) => {
          isToldAll = done === total;
        };
        const counts: number[][] = [];
        for (const part of ['train', 'test'] as const) {
          const set = await gradus.fashionMnist(part, { baseUrl: '/data/', onProgress });
          const classes = new Array<number>(10).fill(0);
          for (const label of set.labels) classes[label] = (classes[label] as number) + 1;
          counts.push([set.count, set.inputs.length, ...classes]);
        }
        return { counts, isToldAll };
      });
    const counts = [
      [60_000, 47_040_000, ...Array<number>(10).fill(6000)],
      [10_000, 7_840_000, ...Array<number>(10).fill(1000)],
    ];
    expect(await loadBoth()).toEqual({ counts, isToldAll: true });
    expect(asked().sort()).toEqual(Object.keys(site).sort());
    await open();
    await stopServer();
    expect(await loadBoth()).toEqual({ counts, isToldAll: false });
  },
);
