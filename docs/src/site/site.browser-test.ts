import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installWasmTraining } from '@gradus/wasm-training';
import '@tensorflow/tfjs-backend-wasm';
import { env, setBackend } from '@tensorflow/tfjs-core';
import axe from 'axe-core';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openData } from '../playground/data.ts';
import { Race } from '../playground/race.ts';
import { DEFAULTS, toHash } from '../playground/settings.ts';
import { type BuiltSite, buildSite, fashion } from './built-site.ts';

// The built site in Chromium: GRADUS_CHROMIUM names another than Debian's; screenshots go into the folder
// GRADUS_SCREENSHOTS, if it is set.
let site: BuiltSite;

beforeAll(async () => {
  site = await buildSite();
});
afterAll(() => site?.close());

const read = (page: Page, name: string) => page.locator(`[data-test="${name}"]`).textContent();
const stepOf = async (page: Page) => Number(await read(page, 'step'));

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env.GRADUS_SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

test('every page loads from a base path, without an error and without asking anyone else for anything', async () => {
  expect(site.pages).toEqual(
    expect.arrayContaining(['index.html', 'guide/idea.html', 'playground.html', 'api/gradus.html']),
  );
  const { page, trouble } = await site.open();
  const found: Record<string, string[]> = {};
  for (const name of site.pages) {
    await page.goto(site.root + name);
    await page.waitForFunction(() => '__vue_app__' in (document.querySelector('#app') ?? {}));
    expect(await page.locator('h1').count(), name).toBeGreaterThan(0);
    if (trouble.length > 0) found[name] = trouble.splice(0);
  }
  await page.close();
  expect(found).toEqual({});
});

const kinds = {
  home: 'index.html',
  guide: 'guide/idea.html',
  thesis: 'thesis.html',
  results: 'results.html',
  benchmarks: 'benchmarks.html',
  api: 'api/@gradus/temperature.html',
  playground: 'playground.html',
  toy: 'toy.html',
};

describe.each(Object.entries(kinds))('a page of the kind %s', (kind, name) => {
  test.each([1280, 400])(
    'has no serious finding of axe-core in %i px, light and dark, and does not scroll sideways',
    async (width) => {
      const { page } = await site.open({ width });
      await page.goto(site.root + name);
      await page.locator('h1').first().waitFor();
      if (kind === 'playground') await page.locator('.lane .chart svg').first().waitFor();
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways).toBeLessThanOrEqual(0);
      await page.evaluate(axe.source);
      const findings = async (rules: string[] | undefined) => {
        const { violations, passes } = await page.evaluate(
          (only) =>
            (globalThis as unknown as { axe: typeof axe }).axe.run(only ? { runOnly: only } : {}),
          rules,
        );
        expect(passes.map(({ id }) => id)).toContain('color-contrast');
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
          );
      };
      expect(await findings(undefined)).toEqual([]);
      await shoot(page, `${kind}-light-${width}`);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('html.dark').waitFor();
      await page.waitForFunction(() => document.getAnimations().length === 0);
      expect(await findings(['color-contrast'])).toEqual([]);
      await shoot(page, `${kind}-dark-${width}`);
      await page.close();
    },
  );
});

test('search finds a function, offline', async () => {
  const { page, trouble } = await site.open();
  await page.goto(`${site.root}guide/start.html`);
  await page.getByRole('button', { name: 'Search' }).first().click();
  await page.locator('.VPLocalSearchBox input').fill('temperatureForMaxRatio');
  await page.locator('.VPLocalSearchBox .result').first().click();
  await page.waitForURL(/temperature/);
  expect(trouble).toEqual([]);
  await page.close();
});

describe('the playground', () => {
  const steps = 80;
  const settings = { ...DEFAULTS, backend: 'wasm' as const, steps };

  test('reaches the errors that Node reaches with the same seed on wasm, and stays smooth meanwhile', async () => {
    const { page, trouble } = await site.open();
    await page.goto(`${site.root}playground.html#${toHash(settings)}`);
    const run = page.getByRole('button', { name: 'Run' });
    await run.waitFor();
    await expect.poll(() => run.isEnabled(), { timeout: 60_000 }).toBe(true);
    expect(await stepOf(page)).toBe(0);
    await page.evaluate(() => {
      const seen = { tasks: [] as number[], frames: [] as number[] };
      Object.assign(globalThis, { seen });
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.tasks.push(duration);
      }).observe({ entryTypes: ['longtask'] });
      let last = performance.now();
      requestAnimationFrame(function frame(now) {
        seen.frames.push(now - last);
        last = now;
        requestAnimationFrame(frame);
      });
    });
    await run.click();
    await page.getByText('All updates made.').waitFor({ timeout: 120_000 });
    const { tasks, frames } = await page.evaluate(
      () => (globalThis as unknown as { seen: { tasks: number[]; frames: number[] } }).seen,
    );
    frames.sort((a, b) => a - b);
    const at = (part: number) => (frames[Math.floor(part * (frames.length - 1))] ?? 0).toFixed(0);
    console.log(
      `while training: ${frames.length} frames, median ${at(0.5)} ms, 95 % within ${at(0.95)} ms; longest task ${Math.max(0, ...tasks).toFixed(0)} ms`,
    );
    expect(Math.max(0, ...tasks)).toBeLessThan(200);

    await setBackend('wasm');
    env().set('PROD', true);
    const uninstall = installWasmTraining();
    const race = await Race.begin(settings, await openData(settings));
    while (await race.update());
    const wanted = (await race.report()).map(({ curve }) => curve.at(-1)?.[1]);
    await race.dispose();
    uninstall();
    for (const [lane, error] of wanted.entries()) {
      const shown = page.locator(`[data-test="error-${lane}"]`);
      expect(Number(await shown.getAttribute('data-error'))).toBe(error);
    }
    expect(trouble).toEqual([]);
    await page.close();
  });

  test('pauses, steps, restarts, solves the temperature live, and is shared by its address', async () => {
    const { page, trouble } = await site.open({ width: 400, colorScheme: 'dark' });
    await page.goto(`${site.root}playground.html#${toHash({ ...settings, steps: 1600 })}`);
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    await expect.poll(() => button('Run').isEnabled(), { timeout: 60_000 }).toBe(true);
    expect(await page.locator('[data-test="backend"]').getAttribute('data-name')).toBe('wasm');

    await button('Run').click();
    await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(30);
    await button('Pause').click();
    await button('Run').waitFor();
    // A step answers only after the pause was heard: from there on it moves by one.
    await button('Step').click();
    const paused = await settled(page);
    await button('Step').click();
    await expect.poll(() => stepOf(page)).toBe(paused + 1);

    const temperature = Number(await read(page, 'temperature-1'));
    const ratio = page.locator('.lane-1 input[type=range]');
    await ratio.evaluate((slider: HTMLInputElement) => {
      slider.value = '20'; // 1000 to the power 0.2: 4
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    });
    // Temperatures for two ratios are as the logarithms of these, the other way round.
    await expect
      .poll(async () => Number(await read(page, 'temperature-1')) / temperature)
      .toBeCloseTo(Math.log(30) / Math.log(4), 1);
    await ratio.dispatchEvent('change');
    await expect.poll(() => stepOf(page)).toBe(0);
    await page.locator('.lane-0 select').first().selectOption('control');
    await button('Copy address').click();
    const address = page.url();
    expect(address).toContain('b=free_entropy_hard_4_20');
    expect(address).toContain('a=control_entropy_hard_30_20');

    const other = await site.open();
    await other.page.goto(address);
    await expect
      .poll(() => other.page.locator('.lane-0 select').first().inputValue())
      .toBe('control');
    await other.page.locator('.lane-1').getByText('Maximum ratio 4').waitFor();
    await other.page.close();

    await expect.poll(() => button('Run').isEnabled(), { timeout: 60_000 }).toBe(true);
    await button('Step').click();
    await expect.poll(() => stepOf(page)).toBe(1);
    await button('Restart').click();
    await expect.poll(() => stepOf(page)).toBe(0);
    expect(trouble).toEqual([]);
    await page.close();
  });

  test('picks a backend by itself, and says which', async () => {
    const { page, trouble } = await site.open();
    await page.goto(`${site.root}playground.html`);
    const backend = page.locator('[data-test="backend"]');
    await backend.waitFor({ timeout: 60_000 });
    // Without a GPU there is nothing else.
    expect(await backend.getAttribute('data-name')).toBe('wasm');
    expect(await backend.textContent()).toContain('no webgpu');
    expect(trouble).toEqual([]);
    await page.close();
  });

  test.skipIf(fashion === undefined)(
    'trains on Fashion-MNIST, read over HTTP from the address given',
    async () => {
      const { page, trouble } = await site.open();
      const from = new URL('/fashion/', site.root).href;
      const hash = toHash({ ...settings, data: 'fashion-mnist', from, steps: 20 });
      await page.goto(`${site.root}playground.html#${hash}`);
      await page.getByRole('button', { name: 'Restart' }).click();
      const run = page.getByRole('button', { name: 'Run' });
      await expect.poll(() => run.isEnabled(), { timeout: 120_000 }).toBe(true);
      await run.click();
      await page.getByText('All updates made.').waitFor({ timeout: 120_000 });
      const label = page.locator('.lane-1 canvas').first();
      expect(await label.getAttribute('aria-label')).toMatch(/Hardest images of B: \d+ \w/);
      expect(trouble).toEqual([]);
      await page.close();
    },
  );
});

test('far from the data, the toy in the page shows doubt that the distance score has not', async () => {
  const { page, trouble } = await site.open();
  await page.goto(`${site.root}toy.html`);
  await expect.poll(() => stepOf(page).catch(() => -1), { timeout: 120_000 }).toBe(400);
  expect(Number(await read(page, 'aadt'))).toBeLessThan(2.12);
  expect(Number(await read(page, 'bald'))).toBeGreaterThan(0.3);
  await shoot(page, 'toy-finished');
  expect(trouble).toEqual([]);
  await page.close();
});

/** The update shown, once it no longer changes. */
async function settled(page: Page): Promise<number> {
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await stepOf(page);
        const same = now === before;
        before = now;
        return same;
      },
      { interval: 500, timeout: 20_000 },
    )
    .toBe(true);
  return before;
}
