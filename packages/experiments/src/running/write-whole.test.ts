import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('writes text and bytes, over what was there', async () => {
  const path = join(folder, 'a');
  await writeWhole(path, 'long text');
  await writeWhole(path, Uint8Array.of(104, 105));
  expect(await readFile(path, 'utf8')).toBe('hi');
  expect(await readdir(folder)).toEqual(['a']);
});

test('leaves nothing behind where it fails', async () => {
  await mkdir(join(folder, 'a', 'b'), { recursive: true });
  await expect(writeWhole(join(folder, 'a'), 'text')).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['a']);
});
