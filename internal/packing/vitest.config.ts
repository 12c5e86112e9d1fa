import { defineConfig } from 'vitest/config';

/** Everything here works on the tarballs of the next release, which `next-release.ts` packs first. */
export default defineConfig({
  test: {
    globalSetup: 'src/next-release.ts',
    reporters: ['default', ['json', { outputFile: 'test-results.packages.json' }]],
    include: ['src/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
