import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, preview } from 'vite';
import type { SuiteFile } from '../suites-here.ts';

const ENTRY = 'bench-entry';

/** A page with the suites in it, on a port of this machine. */
export interface Served {
  url: string;
  close(): Promise<void>;
}

/** Bundles the suites for a page, and serves it. */
export async function serve(suites: readonly SuiteFile[]): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-page-'));
  await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    publicDir: false,
    plugins: [entry(suites), withoutPeers()],
    // From the sources, other packages are read as sources too.
    ...(extname(import.meta.url) === '.ts'
      ? { resolve: { conditions: ['@gradus/source', 'module', 'browser', 'production'] } }
      : {}),
    build: {
      outDir: folder,
      target: 'esnext',
      minify: false,
      modulePreload: false,
      chunkSizeWarningLimit: 1e5,
      rolldownOptions: { input: ENTRY, output: { entryFileNames: 'entry.js' } },
    },
  });
  await writeFile(join(folder, 'index.html'), PAGE);
  await copyWasm(join(folder, 'wasm'));
  const server = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder },
    preview: {
      port: 0,
      host: '127.0.0.1',
      // An isolated page has a clock of 5 µs instead of 100.
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
  });
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    async close() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">
<script type="module" src="entry.js"></script></html>
`;

/** The page's own module: it knows the suites by name, and loads the one that is asked for. */
function entry(suites: readonly SuiteFile[]): Plugin {
  const page = fileURLToPath(new URL(`page${extname(import.meta.url)}`, import.meta.url));
  const loaders = suites.map(
    ({ suite, path }) => `${JSON.stringify(suite.name)}: () => import(${JSON.stringify(path)}),`,
  );
  return {
    name: 'bench-entry',
    resolveId: (id) => (id === ENTRY ? `\0${ENTRY}` : undefined),
    load: (id) =>
      id === `\0${ENTRY}`
        ? `import { answer } from ${JSON.stringify(page)};\nanswer({\n${loaders.join('\n')}\n});\n`
        : undefined,
  };
}

/** Peers are programs, which a page cannot start: in their place are rows that say so. */
function withoutPeers(): Plugin {
  const extension = extname(import.meta.url);
  const absent = fileURLToPath(new URL(`absent-peers${extension}`, import.meta.url));
  return {
    name: 'bench-without-peers',
    enforce: 'pre',
    resolveId: (id) => (/^\.\.?\/(peer|compiled)\.[jt]s$/.test(id) ? absent : undefined),
  };
}

/** The files that the wasm backend fetches. */
async function copyWasm(to: string): Promise<void> {
  const from = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  await mkdir(to);
  const files = (await readdir(from)).filter((file) => file.endsWith('.wasm'));
  await Promise.all(files.map((file) => copyFile(join(from, file), join(to, file))));
}
