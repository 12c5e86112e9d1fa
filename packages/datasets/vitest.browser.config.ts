import { defineConfig } from 'vitest/config';

/** Tests that start a browser themselves, and serve it a page: `test/*.browser-test.ts`. */
export default defineConfig({
  resolve: { conditions: ['@gradus/source', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['@gradus/source', 'module', 'node', 'development|production'] } },
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results.browser.json' }]],
    include: ['test/**/*.browser-test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
