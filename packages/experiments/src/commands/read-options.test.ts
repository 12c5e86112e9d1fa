import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOptions } from './read-options.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(content: string): Promise<string> {
  const path = join(folder, 'options.json');
  await writeFile(path, content);
  return path;
}

test('reads options from a file', async () => {
  expect(
    await readOptions(await file('{"dataset": "mnist", "seeds": [3, 4], "maxRatio": null}')),
  ).toEqual({
    dataset: 'mnist',
    seeds: [3, 4],
  });
});

test("reads a run's config.json", async () => {
  const measured = { backend: 'wasm', cost: { stepMs: 2, forwardMs: 0.1 } };
  const config = { arguments: { dataset: 'mnist', steps: 9, stretch: 40 }, ...measured };
  const path = await file(JSON.stringify(config));
  const asked = { dataset: 'mnist', steps: 9 };
  expect(await readOptions(path)).toEqual({ ...asked, measured });
  expect(await readOptions(path, { seeds: [2] })).toEqual({ ...asked, seeds: [2], measured });
  // Other work costs something else.
  expect(await readOptions(path, { model: 'dense' })).toEqual({ ...asked, model: 'dense' });
});

test.each([
  ['{"maxratio": 3}', 'has maxratio, which is no option; there are dataset'],
  ['[1]', 'must hold an object'],
  ['{', 'cannot be read as JSON'],
])('refuses %s', async (content, message) => {
  await expect(readOptions(await file(content))).rejects.toThrow(message);
});
