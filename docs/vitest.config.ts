import { readdirSync, readFileSync } from 'node:fs';
import { onBackends } from '../vitest.shared.ts';

/** The pages that have a sample to run; those of `api` run in their packages, whose doc comments they are. */
const pages = ['.', 'guide', 'packages', 'recipes']
  .flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, import.meta.url)).map((name) => `${folder}/${name}`),
  )
  .filter((path) => path.endsWith('.md'))
  .filter((path) => /^```ts\s*$/m.test(readFileSync(new URL(path, import.meta.url), 'utf8')))
  .map((path) => path.replace(/^\.\//, ''));

const config = onBackends('wasm');
for (const project of (config.test?.projects ?? []) as { test: { include: string[] } }[]) {
  project.test.include = ['src/**/*.test.ts', ...pages];
}

export default config;
