import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { expect, test } from 'vitest';

const CHROMIUM = process.env.GRADUS_CHROMIUM ?? '/usr/bin/chromium';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

test('the page trains under both curricula, shows their errors, and both learn', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'gradus-example-'));
  const site = {
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  } as const;
  // The packages' sources, so that nothing needs building first.
  const conditions = ['@gradus/source', 'module', 'browser', 'development|production'];
  await build({ ...site, resolve: { conditions } });
  const server = await preview({ ...site, preview: { host: '127.0.0.1' } });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  try {
    const page = await browser.newPage({ viewport: { width: 720, height: 760 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(server.resolvedUrls?.local[0] as string);
    await page.getByText('Done: 800 updates each.').waitFor({ timeout: 150_000 });
    if (process.env.GRADUS_PICTURE) await page.screenshot({ path: process.env.GRADUS_PICTURE });
    expect(errors).toEqual([]);
    for (const name of ['uniform', 'dynamic']) {
      const shown = await page.locator(`output.${name}`).textContent();
      expect(Number.parseFloat(shown ?? '')).toBeLessThan(8); // 2 or so, and 67 by guessing
      const points = await page.locator(`polyline.${name}`).getAttribute('points');
      expect(points?.trim().split(' ')).toHaveLength(20);
    }
  } finally {
    await browser.close();
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  }
});
