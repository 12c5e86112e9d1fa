import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { someInput, someRecords } from './report.fixture.ts';
import { reportPage } from './report-page.ts';

// The report in Chromium: GRADUS_CHROMIUM names another than Debian's; screenshots of every view go into
// the folder GRADUS_SCREENSHOTS, if it is set.
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.GRADUS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'].concat([
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ]),
  });
});
afterAll(() => browser?.close());

const hostile = '<b onclick="x">"arm" & a very long name of an arm without an end</b>';
const reports = {
  default: someInput(),
  'one seed': someInput({ records: someRecords({ seeds: [1] }) }),
  hostile: someInput({
    command: `gradus run --out ${'very-long-folder-name/'.repeat(12)}`,
    records: someRecords().map((record) => ({
      ...record,
      dataset: `${'unbroken'.repeat(20)}<i>`,
      arm: record.arm === 'uniform' ? 'uniform' : `${record.arm}${hostile}`,
    })),
  }),
};
const views = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 400].map((width) => ({ colorScheme, width })),
);
const cases = Object.entries(reports).flatMap(([name, input]) =>
  views.map((view) => ({ name, input, ...view })),
);

describe.each(cases)('the report, $name, $colorScheme, $width px wide', (view) => {
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    const { colorScheme, width, input, name } = view;
    page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('request', ({ url }) => asked.push(url()));
    await page.setContent(reportPage(input));
    const folder = process.env.GRADUS_SCREENSHOTS;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name.replace(' ', '-')}-${colorScheme}-${width}.png`);
    await page.screenshot({ path, fullPage: true });
  });
  afterAll(() => page.close());

  test('has no serious or critical finding of axe-core, its details opened too', async () => {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(),
    );
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    expect(serious).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  });

  test('does not scroll sideways as a page', async () => {
    const { page: inner, window: outer } = await page.evaluate(() => ({
      page: document.documentElement.scrollWidth,
      window: document.documentElement.clientWidth,
    }));
    expect(inner).toBeLessThanOrEqual(outer);
  });

  test('has figures whose texts neither touch one another nor are cut', async () => {
    expect(await page.evaluate(troubledTexts)).toEqual([]);
  });

  test('asks the network for nothing', () => {
    expect(asked.filter((url) => !/^(data|about):/.test(url))).toEqual([]);
  });

  test('scrolls what is wide by the keyboard', async () => {
    const wide = page.locator('main > section > figure > .scroll').first();
    await wide.focus();
    const room = await wide.evaluate((e) => e.scrollWidth - e.clientWidth);
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    if (view.width === 1280) expect(room).toBe(0);
    else await expect.poll(() => wide.evaluate((e) => e.scrollLeft)).toBeGreaterThan(0);
  });
});

test('prints in light colours in the dark too', async () => {
  const page = await browser.newPage({ colorScheme: 'dark' });
  await page.setContent(reportPage(reports.default));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe('rgb(255, 255, 255)');
  const folder = process.env.GRADUS_SCREENSHOTS;
  if (folder !== undefined) await page.pdf({ path: join(folder, 'print.pdf'), format: 'A4' });
  await page.close();
});

/** In the page: texts of figures that overlap another or reach out of their figure. */
function troubledTexts(): string[] {
  const trouble: string[] = [];
  for (const svg of document.querySelectorAll('svg')) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')]
      .filter((text) => text.textContent !== '')
      .map((text) => ({ name: text.textContent ?? '', box: text.getBoundingClientRect() }));
    for (const [i, { name, box }] of texts.entries()) {
      const cut =
        box.left < frame.left ||
        box.right > frame.right ||
        box.top < frame.top ||
        box.bottom > frame.bottom;
      if (cut) trouble.push(`cut: ${name}`);
      for (const other of texts.slice(i + 1)) {
        const apart =
          box.right <= other.box.left ||
          other.box.right <= box.left ||
          box.bottom <= other.box.top + 2 ||
          other.box.bottom <= box.top + 2;
        if (!apart) trouble.push(`${name} overlaps ${other.name}`);
      }
    }
  }
  return trouble;
}
