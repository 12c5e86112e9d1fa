import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright';
import { serve } from './serve.ts';

const docs = fileURLToPath(new URL('../../', import.meta.url));

/** Where Fashion-MNIST's files lie, if they do. */
export const fashion = process.env.GRADUS_FASHION_MNIST_DIR;

/** A page, with all that went wrong in it and all that it asked for from elsewhere. */
export interface WatchedPage {
  page: Page;
  trouble: string[];
}

/** The site, built under a path that is not the root, on a server, with a browser to look at it. */
export interface BuiltSite {
  root: string;
  /** The paths of its pages, `guide/start.html`. */
  pages: string[];
  open(view?: { width?: number; colorScheme?: 'light' | 'dark' }): Promise<WatchedPage>;
  close(): Promise<void>;
}

export async function buildSite(): Promise<BuiltSite> {
  const out = mkdtempSync(join(tmpdir(), 'gradus-site-'));
  const base = '/some/where/';
  const run = promisify(execFile);
  const bin = (name: string) => join(docs, 'node_modules/.bin', name);
  await run(bin('typedoc'), { cwd: docs });
  await run(bin('vitepress'), ['build', '--base', base, '--outDir', out], { cwd: docs });
  const server = await serve({ [base]: out, ...(fashion && { '/fashion/': fashion }) });
  const browser: Browser = await chromium.launch({
    executablePath: process.env.GRADUS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--no-first-run', '--disable-gpu', '--disable-sync'].concat([
      '--disable-background-networking',
      '--disable-component-update',
    ]),
  });
  const root = server.origin + base;
  return {
    root,
    pages: readdirSync(out, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.html') && name !== '404.html')
      .sort(),
    async open({ width = 1280, colorScheme = 'light' } = {}) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const trouble: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) trouble.push(message.text());
      });
      page.on('pageerror', (error) => trouble.push(String(error)));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(server.origin) && !/^(data|blob):/.test(url)) trouble.push(url);
      });
      page.on('response', (response) => {
        if (response.status() >= 400) trouble.push(`${response.status()} ${response.url()}`);
      });
      return { page, trouble };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(out, { recursive: true });
    },
  };
}
