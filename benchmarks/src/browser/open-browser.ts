import type { Browser } from 'playwright';
import type { Asked, Found } from '../run-suite.ts';
import type { Suite } from '../suite.ts';
import type { SuiteFile } from '../suites-here.ts';
import { serve } from './bundle.ts';
import { launch } from './find-browser.ts';
import type { Page } from './page.ts';

/** A browser that runs suites. */
export interface OpenBrowser {
  /** With its version. */
  name: string;
  runSuite(suite: Suite, asked: Asked): Promise<Found>;
  close(): Promise<void>;
}

const ELSEWHERE =
  'it times the processor alone, which Node shows as well: run it without --browser';

/** Starts a browser on the machine's own graphics adapters; where there are none, on SwiftShader. */
export async function openBrowser(suites: readonly SuiteFile[]): Promise<OpenBrowser> {
  const served = await serve(suites.filter(({ suite }) => suite.page === true));
  let browser = await launch({ webgl: 'own', webgpu: 'own' }).catch(async (error) => {
    await served.close(); // or the program would not end
    throw error;
  });
  const found = await adaptersOf(browser, served.url);
  if (!found.webgl || !found.webgpu) {
    await browser.close();
    const kind = (own: boolean) => (own ? ('own' as const) : ('software' as const));
    browser = await launch({ webgl: kind(found.webgl), webgpu: kind(found.webgpu) });
  }
  return {
    name: `Chromium ${browser.version()}`,
    async runSuite({ name, page: inPage }, asked) {
      if (inPage !== true) {
        const row = { subject: 'in a page', arm: name, absent: inPage ?? ELSEWHERE };
        return { rows: [row], backends: [], goals: [] };
      }
      const page = await browser.newPage();
      try {
        await page.goto(served.url);
        await page.waitForFunction(() => 'bench' in globalThis);
        return await page.evaluate(
          ([name, asked]) => (globalThis as unknown as { bench: Page }).bench(name, asked),
          [name, asked] as const,
        );
      } finally {
        await page.close();
      }
    },
    async close() {
      await browser.close();
      await served.close();
    },
  };
}

/** Whether a page gets an adapter that tfjs takes: for WebGL it refuses one that Chromium fell back to unasked. */
async function adaptersOf(browser: Browser, url: string) {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    return await page.evaluate(async () => ({
      webgl:
        document
          .createElement('canvas')
          .getContext('webgl2', { failIfMajorPerformanceCaveat: true }) !== null,
      webgpu: ((await (navigator as MaybeGpu).gpu?.requestAdapter()) ?? null) !== null,
    }));
  } finally {
    await page.close();
  }
}

type MaybeGpu = Navigator & { gpu?: { requestAdapter(): Promise<unknown> } };
