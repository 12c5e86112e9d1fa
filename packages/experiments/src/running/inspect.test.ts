import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Inspection } from '../inspection/inspection.ts';
import { inspect } from './inspect.ts';
import { run } from './run.ts';

let folder: string;
let files: string[];
let inspection: Inspection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
  const options = { model: 'conv-dropout', seeds: [3], steps: 4, trainCount: 120 };
  await run({ ...options, curricula: ['uniform'], backend: 'wasm', jobs: 1, out: folder });
  files = await inspect(folder, { arm: 'uniform', points: 2 });
  const path = join(folder, 'inspect/uniform-seed-3/inspection.json');
  inspection = JSON.parse(await readFile(path, 'utf8'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

test('everything goes into a folder of the training in the run', async () => {
  const there = await readdir(join(folder, 'inspect/uniform-seed-3'));
  expect(there.sort()).toEqual(files.map((file) => file.split('/').at(-1)).sort());
  expect(there).toContain('inspection.html');
  expect(there).toContain('easiest-bald.png');
});

test('a net with dropout is looked at by BALD, at the galleries alone', () => {
  const { movement } = inspection;
  expect(movement.entropy?.map(([step]) => step)).toEqual([0, 1, 2, 3, 4]);
  expect(movement.bald?.map(([step]) => step)).toEqual([0, 2, 4]);
});

test('the last look is at the finished model: its ranks are those of the run itself', async () => {
  expect(inspection.samples).toBe(120);
  expect(inspection.trainingError.at(-1)?.[0]).toBe(4);
  const reference = JSON.parse(await readFile(join(folder, 'reference-seed-3.json'), 'utf8'));
  const scores: number[] = reference.scores;
  const hardest = inspection.extremes.entropy?.at(-1)?.hardest ?? [];
  const order = scores.map((_, i) => i);
  order.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  expect(hardest).toEqual(order.slice(0, 20));
});

test('GeoShapes is looked at by what the generator drew', () => {
  expect(inspection.factors.map(({ name }) => name)).toContain('contrast');
});

test('an arm that the run has not, and no galleries at all, are refused', async () => {
  await expect(inspect(folder, { arm: 'none', points: 2 })).rejects.toThrow('none');
  await expect(inspect(folder, { arm: 'uniform', points: 0 })).rejects.toThrow(
    'inspect: points must be at least 1, got 0',
  );
});
