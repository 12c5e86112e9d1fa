import { expect, test } from 'vitest';
import * as samplers from './index.ts';

test('these names and no others are public', () => {
  expect(Object.keys(samplers).sort()).toEqual([
    'aliasSampler',
    'createRng',
    'dynamicSampler',
    'epochPlan',
    'quotaSampler',
    'reservoir',
    'restoreRng',
    'sampleWithReplacement',
    'sampleWithoutReplacement',
    'shardedSampler',
    'systematicSample',
  ]);
});
