import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NpyArray, parseNpy } from '@gradus/datasets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../running/run.ts';
import { exportReplication } from './export-replication.ts';

const STEPS = 6;
const WEIGHTS = 38_499;
let folder: string;
let settings: Record<string, unknown>;
const read = async (name: string): Promise<NpyArray> =>
  parseNpy(await readFile(join(folder, 'out', `${name}.npy`)));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
  const path = join(folder, 'run');
  await run({
    seeds: [3],
    steps: STEPS,
    curricula: ['dynamic-free'],
    backend: 'wasm',
    jobs: 1,
    out: path,
  });
  await exportReplication(path, { arm: 'dynamic-free', out: join(folder, 'out') });
  settings = JSON.parse(await readFile(join(folder, 'out', 'settings.json'), 'utf8'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

test('it is the training of the run: its test error is that line of results', async () => {
  const lines = await readFile(join(folder, 'run', 'results.jsonl'), 'utf8');
  const records = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const record = records.find(({ arm }) => arm === 'dynamic-free');
  expect(settings).toMatchObject({ arm: 'dynamic-free', seed: 3, steps: STEPS, momentum: 0.9 });
  expect(settings.testError).toBe(record.testError);
});

test('there are the samples, the learning rate and the loss of each update', async () => {
  const batches = await read('batches');
  expect(batches.shape).toEqual([STEPS, 50]);
  expect(new Set(batches.data).size).toBe(STEPS * 50); // the first stretch is a part of one pass
  expect(Math.max(...batches.data)).toBeLessThan(4_000);
  const rates = [...(await read('learning-rates')).data];
  rates.forEach((rate, step) => {
    expect(rate).toBeCloseTo(0.07 * (1 - step / STEPS), 12);
  });
  const losses = await read('losses');
  expect(losses.shape).toEqual([STEPS]);
  expect(losses.data[0]).toBeCloseTo(Math.log(3), 1);
});

test('the weights are there before each update and after the last, and each update changes them', async () => {
  const { shape, data } = await read('trajectory');
  expect(shape).toEqual([STEPS + 1, WEIGHTS]);
  const at = (step: number) => data.subarray(step * WEIGHTS, (step + 1) * WEIGHTS);
  for (let step = 0; step < STEPS; step++) expect(at(step)).not.toEqual(at(step + 1));
  const sizes = (settings.shapes as number[][]).map((axes) => axes.reduce((a, b) => a * b, 1));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(WEIGHTS);
  // A bias starts at 0, and tells that the order is the one that `shapes` says.
  expect(at(0).subarray(sizes[0], (sizes[0] as number) + 8)).toEqual(new Float32Array(8));
});

test('the data are there as bytes', async () => {
  expect((await read('train-inputs')).shape).toEqual([4_000, 32, 32, 1]);
  expect((await read('test-labels')).shape).toEqual([5_000]);
  expect((await read('train-inputs')).data).toBeInstanceOf(Uint8Array);
});
