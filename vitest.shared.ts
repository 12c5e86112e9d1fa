import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type Plugin, type ViteUserConfig } from 'vitest/config';
import { docSamples } from './tools/doc-samples.ts';

const conditions = ['@gradus/source', 'module', 'node', 'development|production'];
const setupFiles = [fileURLToPath(new URL('internal/testing/src/setup.ts', import.meta.url))];

/** The test set-up of a package: its tests and its documentation's samples, once on each backend. */
export function onBackends(...backends: ('cpu' | 'wasm' | 'webgpu')[]): ViteUserConfig {
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
          provide: { backend },
          setupFiles,
          include: ['src/**/*.test.ts', 'README.md'],
          testTimeout: 60_000,
        },
      })),
    },
  });
}

type BrowserBackend = 'cpu' | 'wasm' | 'webgl' | 'webgpu';

/**
 * The test set-up of a package's `vitest.browser.config.ts`: its tests, in headless Chromium, once on each
 * backend; all but those named `*.node.test.ts`.
 */
export function inBrowser(...backends: BrowserBackend[]): ViteUserConfig {
  return defineConfig({
    plugins: [chromiumIsThere()],
    resolve: { conditions: ['@gradus/source', 'module', 'browser', 'development|production'] },
    // Found only while tests run, these would make Vite reload the page under them.
    optimizeDeps: {
      include: ['core', 'backend-cpu', 'backend-wasm', 'backend-webgl', 'backend-webgpu'].map(
        (name) => `@gradus/testing > @tensorflow/tfjs-${name}`,
      ),
    },
    test: {
      reporters: ['default', ['json', { outputFile: 'test-results.browser.json' }]],
      projects: backends.map((backend) => ({
        extends: true,
        test: {
          name: `${backend} in Chromium`,
          provide: { backend },
          setupFiles,
          include: ['src/**/*.test.ts'],
          exclude: ['src/**/*.node.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: CHROMIUM, args: [...QUIET, ...adapter(backend)] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      })),
    },
  });
}

const CHROMIUM = process.env.GRADUS_CHROMIUM ?? '/usr/bin/chromium';

const QUIET = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** GPU backends run on SwiftShader, in software, so that they do on every machine. */
function adapter(backend: BrowserBackend): string[] {
  if (backend === 'webgl') return ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  if (backend === 'webgpu') {
    return ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
  }
  return ['--disable-gpu'];
}

function chromiumIsThere(): Plugin {
  return {
    name: 'chromium-is-there',
    configureServer() {
      if (existsSync(CHROMIUM)) return;
      const message = `no Chromium at ${CHROMIUM}: install Debian's chromium, or set GRADUS_CHROMIUM to the path of another`;
      throw Object.assign(new Error(message), { stack: message }); // which is what is printed
    },
  };
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
