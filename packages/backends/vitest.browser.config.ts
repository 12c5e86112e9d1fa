import { inBrowser } from '../../vitest.shared.ts';

/** The tests of a browser's own platform: `test/*.browser.test.ts`, with each kind of graphics. */
const config = inBrowser('webgl', 'webgpu');
for (const project of config.test?.projects ?? []) {
  if (typeof project === 'object' && 'test' in project && project.test !== undefined) {
    project.test.include = ['test/**/*.browser.test.ts'];
  }
}

export default config;
