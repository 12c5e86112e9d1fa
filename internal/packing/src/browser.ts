import { chromium } from 'playwright';
import { build, preview } from 'vite';

const CHROMIUM = process.env.GRADUS_CHROMIUM ?? '/usr/bin/chromium';
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
];

/** Bundles the page in a folder with Vite, opens it in headless Chromium, and returns what its samples came to. */
export async function runPage(
  folder: string,
): Promise<{ ran: string[]; failed: string[]; errors: string[] }> {
  const site = { root: folder, configFile: false, logLevel: 'error' } as const;
  await build({ ...site, build: { outDir: 'site', target: 'es2022' } });
  const server = await preview({
    ...site,
    build: { outDir: 'site' },
    preview: { host: '127.0.0.1' },
  });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: QUIET });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('requestfailed', (request) => errors.push(`not loaded: ${request.url()}`));
    await page.goto(server.resolvedUrls?.local[0] as string);
    await page.waitForFunction('window.finished !== undefined', undefined, { timeout: 30_000 });
    const result = await page.evaluate('window.finished');
    return { ...(result as { ran: string[]; failed: string[] }), errors };
  } finally {
    await browser.close();
    await server.close();
  }
}
