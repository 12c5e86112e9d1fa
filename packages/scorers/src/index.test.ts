import { expect, test } from 'vitest';
import * as scorers from './index.ts';

test('exports these names and no others', () => {
  expect(Object.keys(scorers).sort()).toEqual([
    'aadt',
    'activeBias',
    'bald',
    'baldAccumulator',
    'crossEntropy',
    'dataMap',
    'decodeNpy',
    'el2n',
    'encodeNpy',
    'entropy',
    'expectedGradientLength',
    'forgettingEvents',
    'leastConfidence',
    'lossChange',
    'margin',
    'meanStandardDeviation',
    'scoreAll',
    'stochastic',
    'trueClassDoubt',
    'useFusedKernels',
    'variationRatio',
    'voteEntropy',
  ]);
});
