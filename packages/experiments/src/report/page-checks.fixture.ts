import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright';

/** Debian's Chromium, or the one that GRADUS_CHROMIUM names. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.GRADUS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'].concat([
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ]),
  });
}

/** Each scheme of colours on a wide and on a narrow screen. */
export const views: { colorScheme: 'light' | 'dark'; width: number }[] = (
  ['light', 'dark'] as const
).flatMap((colorScheme) => [1280, 400].map((width) => ({ colorScheme, width })));

/** What axe-core finds that is serious or critical, the page's details opened; and the rules that were looked at. */
export async function accessibility(page: Page): Promise<{ serious: string[]; passed: string[] }> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await page.evaluate(axe.source);
  const { violations, passes } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  return {
    serious: violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    passed: passes.map(({ id }) => id),
  };
}

/** How wide the page is, and its window. */
export function widths(page: Page): Promise<{ inner: number; outer: number }> {
  return page.evaluate(() => ({
    inner: document.documentElement.scrollWidth,
    outer: document.documentElement.clientWidth,
  }));
}

/** In the page: texts of figures that overlap another or reach out of their figure. */
export function troubledTexts(): string[] {
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
