import { createRng } from '@gradus/samplers';
import type { DynamicSampledOptions } from '../src/index.ts';
import { plainDraw } from './helpers.ts';

/** A small run of dynamicSampled: ten batches of three in stretches of four. */
export const good: DynamicSampledOptions = {
  size: 4,
  batchSize: 3,
  steps: 10,
  rescoreEvery: 4,
  random: createRng(1),
  weigh: (scores) => Float64Array.from(scores),
  draw: plainDraw,
};

/** Scores that are all 1. */
export const ones = (indices: Int32Array): Float32Array => new Float32Array(indices.length).fill(1);
