import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results.browser.json' }]],
    include: ['*.browser-test.ts'],
    testTimeout: 180_000,
  },
});
