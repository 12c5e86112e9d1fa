import { dynamicSampled, uniform } from '@gradus/curricula';
import { createRng, quotaSampler } from '@gradus/samplers';
import { temper } from '@gradus/temperature';

interface Options {
  /** Images to train on. */
  size: number;
  /** Updates. */
  steps: number;
}

/** Shuffled passes over all images. */
export function uniformCurriculum({ size, steps }: Options): ReturnType<typeof uniform> {
  return uniform({ size, steps, batchSize: 50, random: createRng(7) });
}

/** The more unsure the net is of an image, the more often it is drawn: up to 30 times as often as another. */
export function dynamicCurriculum({ size, steps }: Options): ReturnType<typeof dynamicSampled> {
  const random = createRng(7);
  return dynamicSampled({
    size,
    steps,
    batchSize: 50,
    rescoreEvery: 20,
    random,
    weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 30 }),
    draw: quotaSampler(size, { random }),
  });
}
