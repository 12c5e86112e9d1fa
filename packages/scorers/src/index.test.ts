import { expect, test } from 'vitest';
import * as scorers from './index.ts';

test('exports these names and no others', () => {
  expect(Object.keys(scorers).sort()).toEqual([
    'aadt',
    'bald',
    'baldAccumulator',
    'crossEntropy',
    'el2n',
    'entropy',
    'expectedGradientLength',
    'leastConfidence',
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
