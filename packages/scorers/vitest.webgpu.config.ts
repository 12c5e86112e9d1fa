import { existsSync } from 'node:fs';
import { onBackends } from '../../vitest.shared.ts';

// The software adapter that Debian's chromium brings, unless another is asked for.
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(SWIFTSHADER)) process.env.VK_ICD_FILENAMES ??= SWIFTSHADER;

const config = onBackends('webgpu');

/** The tests on WebGPU in Node; without samples, whose values are those of exact backends. */
export default {
  ...config,
  test: {
    ...config.test,
    exclude: ['README.md'],
    reporters: ['default', ['json', { outputFile: 'test-results.webgpu.json' }]],
  },
};
