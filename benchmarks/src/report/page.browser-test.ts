import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launch } from '../browser/find-browser.ts';
import { someReport } from '../compare/report.fixture.ts';
import { summary } from '../measure.ts';
import type { Row } from '../suite.ts';
import { page as pageOf } from './page.ts';

// Screenshots of every view go into the folder GRADUS_SCREENSHOTS, if it is set.
let browser: Browser;
beforeAll(async () => {
  browser = await launch({ webgl: 'software', webgpu: 'software' });
});
afterAll(() => browser?.close());

const rounds = (at: number) => Array.from({ length: 12 }, (_, i) => [at * (1 + (i % 5) / 20)]);
const long = `an arm ${'with a long name '.repeat(8)}& <b>markup</b>`;
const rows: Row[] = ['60,000 items, 1,024 draws at a time', `of ${'unbroken'.repeat(12)}`].flatMap(
  (subject) => [
    { ...summary(subject, { arm: 'aliasSampler' }, rounds(0.0000032)), cold: 1.2 },
    { ...summary(subject, { arm: 'numpy' }, rounds(0.000031)), peer: true, about: '1.24.2' },
    { ...summary(subject, { arm: long, backend: 'webgpu' }, rounds(4.1)), launch: 0.2 },
    {
      subject,
      arm: 'torch',
      absent: 'no python3 with torch here (Debian: apt-get install python3-torch)',
    },
  ],
);
const report = someReport(rows, {
  backends: [{ name: 'webgpu', device: 'SwiftShader (software)', software: true }],
});
const views = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 400].map((width) => ({ colorScheme, width })),
);

describe.each(views)('the page, $colorScheme, $width px wide', ({ colorScheme, width }) => {
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('request', (request) => asked.push(request.url()));
    await page.setContent(pageOf([report, someReport([], { name: 'another' })]));
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const folder = process.env.GRADUS_SCREENSHOTS;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${colorScheme}-${width}.png`), fullPage: true });
  });
  afterAll(() => page.close());

  test('has no serious or critical finding of axe-core', async () => {
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(),
    );
    const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''));
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('color-contrast');
  });

  test('does not scroll sideways as a page', async () => {
    const [inner, outer] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(inner).toBeLessThanOrEqual(outer as number);
  });

  test('cuts no text of a figure', async () => {
    expect(await page.evaluate(cutTexts)).toEqual([]);
  });

  test('asks the network for nothing', () => {
    expect(asked.filter((url) => !/^(data|about):/.test(url))).toEqual([]);
  });
});

/** In the page: texts that reach out of their figure. */
function cutTexts(): string[] {
  return [...document.querySelectorAll('svg text')].flatMap((text) => {
    const frame = text.closest('svg')?.getBoundingClientRect() as DOMRect;
    const box = text.getBoundingClientRect();
    const cut = box.left < frame.left || box.right > frame.right || box.bottom > frame.bottom;
    return cut && text.textContent !== '' ? [text.textContent as string] : [];
  });
}
