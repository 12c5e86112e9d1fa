import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Suite } from './suite.ts';

/** A suite and the file that it is in. */
export interface SuiteFile {
  suite: Suite;
  path: string;
}

/** Every file of `suites/`: a suite is added by adding its file. */
export async function suitesHere(): Promise<SuiteFile[]> {
  const folder = new URL('suites/', import.meta.url);
  const isSuite = new RegExp(`^[a-z0-9-]+\\${extname(import.meta.url)}$`);
  const files = readdirSync(folder).filter((file) => isSuite.test(file));
  return Promise.all(
    files.sort().map(async (file) => {
      const url = new URL(file, folder);
      const { suite } = (await import(/* @vite-ignore */ url.href)) as { suite: Suite };
      return { suite, path: fileURLToPath(url) };
    }),
  );
}
