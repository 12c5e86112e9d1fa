import { defineConfig } from 'vitest/config';

const conditions = ['@gradus/source', 'module', 'node', 'development|production'];

/** Tests that open a page in a browser which they start themselves: `src/**\/*.browser-test.ts`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results.browser.json' }]],
    include: ['src/**/*.browser-test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
