import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the bytes are what the source compiles to', async () => {
  const file = new URL('bytes.ts', import.meta.url);
  const build = new URL('../../simd/build.mjs', import.meta.url);
  const { compiled } = (await import(build.href)) as { compiled(): Promise<string> };
  expect(readFileSync(file, 'utf8')).toBe(await compiled());
});
