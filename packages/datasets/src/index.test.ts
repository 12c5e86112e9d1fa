import { expect, test } from 'vitest';
import * as datasets from './index.ts';

test('exports these names and no others', () => {
  expect(Object.keys(datasets).sort()).toEqual([
    'batch',
    'cifar10',
    'concat',
    'fashionMnist',
    'geoShapes',
    'inputs',
    'labels',
    'mnist',
    'parseIdx',
    'split',
    'standardise',
    'subset',
    'withLabelNoise',
  ]);
});
