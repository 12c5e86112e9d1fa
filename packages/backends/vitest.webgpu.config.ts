import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const conditions = ['@gradus/source', 'module', 'node', 'development|production'];

// The software adapter that Debian's chromium brings: the same results on every machine, and no GPU asked for.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(SWIFTSHADER)) process.env.VK_ICD_FILENAMES ??= SWIFTSHADER;

/** The tests of WebGPU in Node: skipped, with the reason, where there is no adapter. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'webgpu in Node',
    include: ['test/**/*.webgpu.test.ts'],
    setupFiles: [fileURLToPath(new URL('../../internal/testing/src/setup.ts', import.meta.url))],
    reporters: ['default', ['json', { outputFile: 'test-results.webgpu.json' }]],
    testTimeout: 120_000,
  },
});
