import { createRng } from '@gradus/samplers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf, FakeTensors, indicesIn } from '../test/helpers.ts';
import { kinds, play, score } from '../test/kinds.ts';
import type { DynamicCurriculum } from './index.ts';

const runs = fc.record({
  size: fc.integer({ min: 1, max: 12 }),
  batchSize: fc.integer({ min: 1, max: 30 }),
  steps: fc.integer({ min: 0, max: 25 }),
  tasks: fc.integer({ min: 1, max: 8 }),
  seed: fc.nat(),
});

describe.each(Object.entries(kinds))('%s', (name, make) => {
  test('makes exactly steps batches of exactly batchSize indices of the data, in fresh arrays', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async ({ seed, ...run }) => {
        const curriculum = make({ ...run, random: createRng(seed) });
        expect([curriculum.steps, curriculum.batchSize]).toEqual([run.steps, run.batchSize]);
        const arrays = new Set<Int32Array>();
        let [steps, phase] = [0, 0];
        for await (const batch of curriculum) {
          expect(batch.step).toBe(steps++);
          expect(curriculum.step).toBe(steps);
          if (!/bandit|selfPaced/.test(name)) expect(batch.phase).toBeGreaterThanOrEqual(phase);
          phase = batch.phase;
          expect(batch.indices).toBeInstanceOf(Int32Array);
          expect(batch.indices).toHaveLength(run.batchSize);
          expect(batch.indices.every((index) => index >= 0 && index < run.size)).toBe(true);
          expect(batch.weights?.length).toBe(
            /correct|weights/.test(name) ? run.batchSize : undefined,
          );
          arrays.add(batch.indices);
          if ('observe' in curriculum) {
            (curriculum as DynamicCurriculum).observe(batch.indices, score(batch.indices));
          }
          batch.indices.fill(-1); // theirs now: nothing of ours may change with it
        }
        expect(steps).toBe(run.steps);
        expect(arrays.size).toBe(run.steps);
      }),
      { numRuns: 60 },
    );
  });

  test('makes the same batches for the same seed, and others for another', async () => {
    const run = { size: 12, batchSize: 10, steps: 12, tasks: 4 };
    const batches = (seed: number) => play(make({ ...run, random: createRng(seed) }));
    expect(await batches(3)).toEqual(await batches(3));
    expect(await batches(3)).not.toEqual(await batches(4));
  });

  test('can be iterated once', async () => {
    const curriculum = make({ size: 3, batchSize: 2, steps: 2, tasks: 2, random: createRng(1) });
    await batchesOf(curriculum, 1);
    expect(() => curriculum[Symbol.asyncIterator]()).toThrow('can be iterated once');
    await expect(batchesOf(curriculum)).rejects.toThrow('can be iterated once');
  });

  test('ends for good when its loop is left', async () => {
    const curriculum = make({ size: 3, batchSize: 2, steps: 5, tasks: 5, random: createRng(1) });
    const iterator = curriculum[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  test('frees what it was told on the device, however its loop is left', async () => {
    const run = { size: 6, batchSize: 4, steps: 9, tasks: 2 };
    const ways: Record<string, (step: number) => boolean> = {
      'to its end': () => false,
      'by break': (step) => step === 3,
      'by an error': (step) => {
        if (step === 3) throw new Error('training failed');
        return false;
      },
    };
    for (const [way, leave] of Object.entries(ways)) {
      const fakes = new FakeTensors();
      const curriculum = make({ ...run, random: createRng(4) });
      const loop = async () => {
        for await (const { step, indices } of curriculum) {
          if ('observe' in curriculum) {
            const values = Array.from(indices, () => step);
            (curriculum as DynamicCurriculum).observe(indices, fakes.make(values));
          }
          if (leave(step)) break;
        }
      };
      if (way === 'by an error') await expect(loop()).rejects.toThrow('training failed');
      else await loop();
      expect(fakes.made).toBe('observe' in curriculum ? (way === 'to its end' ? 9 : 4) : 0);
      expect(fakes.alive).toBe(0);
    }
  });

  test('answers calls of next() made at once in their order', async () => {
    const run = { size: 6, batchSize: 4, steps: 4, tasks: 4 };
    const iterator = make({ ...run, random: createRng(5) })[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 6 }, () => iterator.next()));
    expect(results.map(({ done, value }) => (done ? 'done' : value.step))).toEqual([
      0,
      1,
      2,
      3,
      'done',
      'done',
    ]);
    const expected = await batchesOf(make({ ...run, random: createRng(5) }));
    expect(indicesIn(results.slice(0, 4).map(({ value }) => value ?? expect.fail()))).toEqual(
      indicesIn(expected),
    );
  });
});
