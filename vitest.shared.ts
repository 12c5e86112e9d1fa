import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type ViteUserConfig } from 'vitest/config';
import { docSamples } from './tools/doc-samples.ts';

const conditions = ['@gradus/source', 'module', 'node', 'development|production'];

/** The test set-up of a package: its tests and its documentation's samples, once on each backend. */
export function onBackends(...backends: ('cpu' | 'wasm')[]): ViteUserConfig {
  return defineConfig({
    plugins: [docSamples(), ...(process.env.GRADUS_TFJS === 'lowest' ? [lowestTfjs()] : [])],
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      reporters: ['default', ['json', { outputFile: 'test-results.json' }]],
      projects: backends.map((backend) => ({
        extends: true,
        test: {
          name: backend,
          env: { GRADUS_BACKEND: backend },
          setupFiles: [fileURLToPath(new URL('internal/testing/src/setup.ts', import.meta.url))],
          include: ['src/**/*.test.ts', 'README.md'],
          testTimeout: 60_000,
        },
      })),
    },
  });
}

/** With `GRADUS_TFJS=lowest`, tests run on the lowest tfjs that the packages' peer range admits. */
function lowestTfjs(): Plugin {
  const { resolve } = createRequire(new URL('internal/lowest-tfjs/package.json', import.meta.url));
  return {
    name: 'lowest-tfjs',
    enforce: 'pre',
    resolveId: (id) => (/^@tensorflow\/tfjs-[\w-]+$/.test(id) ? resolve(id) : undefined),
  };
}
