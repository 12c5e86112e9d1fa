import { defineConfig } from 'vitest/config';

// Reads the packages' sources, so that nothing needs building first. A copy of this example does without this file.
const conditions = ['@gradus/source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
    testTimeout: 120_000,
  },
});
