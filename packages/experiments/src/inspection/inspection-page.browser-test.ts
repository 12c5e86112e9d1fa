import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  accessibility,
  openBrowser,
  troubledTexts,
  views,
  widths,
} from '../report/page-checks.fixture.ts';
import { someHistory } from './inspection.fixture.ts';
import { inspectionOf } from './inspection.ts';
import { inspectionPage } from './inspection-page.ts';

// Screenshots of every view go into the folder GRADUS_SCREENSHOTS, if it is set.
let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const history = someHistory();
const html = inspectionPage(history, inspectionOf(history), 'gradus inspect runs/quick');

describe.each(views)('an inspection, $colorScheme, $width px wide', ({ colorScheme, width }) => {
  let page: Page;
  const asked: string[] = [];
  beforeAll(async () => {
    page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('request', ({ url }) => asked.push(url()));
    await page.setContent(html);
    const folder = process.env.GRADUS_SCREENSHOTS;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `inspection-${colorScheme}-${width}.png`);
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
});
