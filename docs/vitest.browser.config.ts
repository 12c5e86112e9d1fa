import { defineConfig } from 'vitest/config';

const conditions = ['@gradus/source', 'module', 'node', 'development|production'];

/** Tests of the built site, in a browser that they start themselves: `src/**\/*.browser-test.ts`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results.browser.json' }]],
    include: ['src/**/*.browser-test.ts'],
    testTimeout: 240_000,
    hookTimeout: 600_000,
  },
});
