import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Measured, Suite } from '../suite.ts';
import { openBrowser } from './open-browser.ts';
import { suite as tiny } from './tiny-suite.fixture.ts';

const asked = {
  full: false,
  settings: { rounds: 3, turnMs: 2, slowMs: 1000, slowPeerMs: 1000 },
};

test('a suite runs in a page on every backend, and what cannot run there says why', async () => {
  const path = fileURLToPath(new URL('tiny-suite.fixture.ts', import.meta.url));
  const browser = await openBrowser([{ suite: tiny, path }]);
  try {
    expect(browser.name).toMatch(/^Chromium \d+/);
    const backends = ['cpu', 'wasm', 'webgl', 'webgpu'] as const;
    const found = await browser.runSuite(tiny, {
      ...asked,
      backends: [...backends],
      software: true,
    });
    expect(found.backends.map(({ name }) => name)).toEqual(backends);
    for (const { name, device, software } of found.backends) {
      expect(software, name).toBe(/software/.test(device));
    }
    expect(found.goals.map(({ goal, found }) => `${goal}: ${found}`)).toEqual([
      'cpu: undefined launches',
      'wasm: undefined launches',
      'webgl: 1 launches',
      'webgpu: 1 launches',
    ]);
    const rows = found.rows.filter((row): row is Measured => 'median' in row);
    expect(rows.map(({ backend }) => backend)).toEqual(backends);
    expect(rows.filter(({ launch }) => launch !== undefined)).toHaveLength(2);
    expect(found.rows).toContainEqual(
      expect.objectContaining({
        arm: 'numpy',
        absent: expect.stringContaining('a page starts no programs'),
      }),
    );

    const real = await browser.runSuite(tiny, { ...asked, backends: ['node'], software: false });
    expect(real.rows[0]).toMatchObject({
      arm: 'node',
      absent: expect.stringContaining('only in Node'),
    });

    const { page: _, ...inNode } = tiny;
    const elsewhere = await browser.runSuite(inNode as Suite, {
      ...asked,
      backends: ['cpu'],
      software: true,
    });
    expect(elsewhere.rows).toMatchObject([
      { absent: expect.stringContaining('run it without --browser') },
    ]);
  } finally {
    await browser.close();
  }
});
