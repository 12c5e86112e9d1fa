import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibility, openBrowser, troubledTexts, views, widths } from './page-checks.fixture.ts';
import { someInput, someRecords } from './report.fixture.ts';
import { reportPage } from './report-page.ts';

// The report in Chromium; screenshots of every view go into the folder GRADUS_SCREENSHOTS, if it is set.
let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
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
    const { serious, passed } = await accessibility(page);
    expect(serious).toEqual([]);
    expect(passed).toContain('color-contrast');
  });

  test('does not scroll sideways as a page', async () => {
    const { inner, outer } = await widths(page);
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
