import { fileURLToPath } from 'node:url';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { docSamples } from './tools/doc-samples.ts';

const conditions = ['@gradus/source', 'module', 'node', 'development|production'];

/** The test set-up of a package: its tests and its documentation's samples, once on each backend. */
export function onBackends(...backends: ('cpu' | 'wasm')[]): ViteUserConfig {
  return defineConfig({
    plugins: [docSamples()],
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
      projects: backends.map((backend) => ({
        extends: true,
        test: {
          name: backend,
          env: { GRADUS_BACKEND: backend },
          setupFiles: [fileURLToPath(import.meta.resolve('./internal/testing/src/setup.ts'))],
          include: ['src/**/*.test.ts', 'README.md'],
          testTimeout: 60_000,
        },
      })),
    },
  });
}
