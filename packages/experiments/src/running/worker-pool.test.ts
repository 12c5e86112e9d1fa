import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Unit } from '../training/unit.ts';
import { workerPool } from './worker-pool.ts';

/** A worker that does as its unit's seed says, and keeps a log of the processes that were asked. */
const SCRIPT = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
const log = process.env.GRADUS_TEST_LOG;
let asked = 0;
process.on('message', (order) => {
  if (order.type !== 'run') return;
  appendFileSync(log, process.pid + ' ' + order.unit.seed + '\\n');
  asked++;
  const { seed } = order.unit;
  if (seed === 1) process.send({ type: 'step', step: 3 });
  if (seed === 2) process.exit(7);
  if (seed === 3 && !existsSync(log + '.died')) {
    writeFileSync(log + '.died', '');
    process.kill(process.pid, 'SIGKILL');
    return;
  }
  if (seed === 4) process.send({ type: 'failed', message: 'a NaN' });
  if (seed === 5) return; // never answers
  process.send({ type: 'done', result: { record: { seed } } });
});
process.on('disconnect', () => process.exit());
`;

let folder: string;
let script: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
  script = join(folder, 'worker.mjs');
  await writeFile(script, SCRIPT);
  process.env.GRADUS_TEST_LOG = join(folder, 'log');
  await writeFile(join(folder, 'log'), '');
});
afterEach(async () => {
  delete process.env.GRADUS_TEST_LOG;
  await rm(folder, { recursive: true });
});

const unit = (seed: number): Unit => ({ arm: 'uniform', seed, wantReference: false });
const pool = (slots = 2) => workerPool({} as never, slots, script);
const log = async () => (await readFile(join(folder, 'log'), 'utf8')).trim().split('\n');

test('makes trainings at once in processes that are used again, and passes steps on', async () => {
  const workers = pool();
  const steps: number[] = [];
  const onStep = (step: number) => steps.push(step);
  const first = await Promise.all([workers.run(unit(1), onStep), workers.run(unit(6), onStep)]);
  const second = await workers.run(unit(8), onStep);
  expect([...first, second].map(({ record }) => record.seed)).toEqual([1, 6, 8]);
  expect(steps).toEqual([3]);
  const pids = (await log()).map((line) => line.split(' ')[0]);
  expect(new Set(pids).size).toBe(2);
  await workers.close();
});

test('a crashed training is tried once more in a fresh process, then named', async () => {
  const workers = pool();
  await expect(workers.run(unit(2), () => {})).rejects.toThrow(
    'the training of uniform on seed 2 crashed twice, the last time with exit code 7',
  );
  expect(await log()).toHaveLength(2);
  await workers.close();
});

test('a training whose process was killed is made by another', async () => {
  const workers = pool();
  expect((await workers.run(unit(3), () => {})).record.seed).toBe(3);
  const pids = (await log()).map((line) => line.split(' ')[0]);
  expect(new Set(pids).size).toBe(2);
  await workers.close();
});

test('one that failed with an error is not tried again', async () => {
  const workers = pool();
  await expect(workers.run(unit(4), () => {})).rejects.toThrow('a NaN');
  expect(await log()).toHaveLength(1);
  await workers.close();
});

test('an abort ends a training that does not answer', async () => {
  const workers = pool();
  const stop = new AbortController();
  const made = workers.run(unit(5), () => {}, stop.signal);
  stop.abort(new Error('enough'));
  await expect(made).rejects.toThrow('enough');
  await workers.close();
});
