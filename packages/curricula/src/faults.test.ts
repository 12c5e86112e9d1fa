import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { FakeTensors, plainDraw } from '../test/helpers.ts';
import {
  type Batch,
  type CurriculumSnapshot,
  type DynamicCurriculum,
  decode,
  dynamicSampled,
  encode,
  type Score,
  selectiveBatch,
  selfPaced,
} from './index.ts';

interface Made {
  score: Score;
  seed?: number;
  signal?: AbortSignal;
  from?: CurriculumSnapshot;
}
const run = { size: 9, batchSize: 4, steps: 12 };
const dynamic = {
  ...run,
  rescoreEvery: 3,
  weigh: (scores: Float32Array) => Float64Array.from(scores, (score) => 1 + score),
  draw: plainDraw,
};
/** Every curriculum that scores. */
const kinds: Record<string, (made: Made) => DynamicCurriculum> = {
  dynamicSampled: ({ seed = 1, ...made }) =>
    dynamicSampled({ ...dynamic, ...made, random: createRng(seed) }),
  'dynamicSampled with refresh': ({ seed = 1, ...made }) =>
    dynamicSampled({
      ...dynamic,
      ...made,
      random: createRng(seed),
      refresh: { fraction: 0.5, pick: 'likely' },
    }),
  selfPaced: ({ seed = 1, ...made }) =>
    selfPaced({ ...run, ...made, rescoreEvery: 3, random: createRng(seed) }),
  'selectiveBatch by sampling': ({ seed = 1, ...made }) =>
    selectiveBatch({ ...run, ...made, random: createRng(seed) }),
  'selectiveBatch from the top': ({ seed = 1, ...made }) =>
    selectiveBatch({ ...run, ...made, keep: 'top', random: createRng(seed) }),
};
const good: Score = (indices) => Float32Array.from(indices, (i) => (i * 5) % 7);

/** Runs it, telling it on a device what its user would; what was made and freed is counted. */
async function play(curriculum: DynamicCurriculum, fakes = new FakeTensors()): Promise<Batch[]> {
  const batches: Batch[] = [];
  try {
    for await (const batch of curriculum) {
      batches.push(batch);
      const values = Float32Array.from(batch.indices, (i) => i + batch.step);
      curriculum.observe(batch.indices, fakes.make(values));
    }
  } catch (error) {
    throw Object.assign(error as Error, { batches });
  }
  return batches;
}

describe.each(Object.entries(kinds))('a score in %s', (_, make) => {
  const faults: Record<string, [(indices: Int32Array, stop: () => void) => unknown, RegExp]> = {
    'that throws': [
      () => {
        throw new Error('out of memory');
      },
      /score failed at step \d+: out of memory/,
    ],
    'that rejects': [
      () => Promise.reject(new Error('out of memory')),
      /score failed at step \d+: out of memory/,
    ],
    'that gives a NaN': [
      (indices) => new Float32Array(indices.length).fill(Number.NaN, 1),
      /score\(indices\)\[1\] is NaN \(sample \d\)/,
    ],
    'that gives too few': [
      (indices) => new Float32Array(indices.length - 1),
      /score\(indices\) must have \d+ values, one for each index, got \d+/,
    ],
    'that gives nothing': [() => undefined, /must have \d+ values, one for each index, got undef/],
    'that never returns, with a signal,': [
      (_indices, stop) => {
        queueMicrotask(stop);
        return new Promise(() => {});
      },
      /^enough$/,
    ],
  };

  test.each(Object.entries(faults))('%s ends it, and its snapshot goes on', async (__, fault) => {
    const [fail, message] = fault;
    const whole = await play(make({ score: good }));
    for (const nth of [1, 2, 3]) {
      const controller = new AbortController();
      const stop = () => controller.abort(new Error('enough'));
      let calls = 0;
      const score: Score = (indices) =>
        (++calls === nth ? fail(indices, stop) : good(indices)) as Float32Array;
      const failing = make({ score, signal: controller.signal });
      const fakes = new FakeTensors();
      const error = await play(failing, fakes).then(
        () => expect.fail('it went on'),
        (reason: Error & { batches: Batch[] }) => reason,
      );
      expect(error.message).toMatch(message);
      if (/out of memory/.test(error.message)) expect(error.cause).toEqual(Error('out of memory'));
      expect(fakes.alive).toBe(0);

      // To the bit what would have come, from another generator, through text.
      const from = decode(encode(failing.snapshot()));
      expect(from.step).toBe(error.batches.length);
      const rest = await play(make({ score: good, seed: 99, from }));
      expect([...error.batches, ...rest]).toEqual(whole);
    }
  });
});
