import { expect, test } from 'vitest';
import * as datasets from './index.ts';

test('exports these names and no others', () => {
  expect(Object.keys(datasets).sort()).toEqual([
    'augment',
    'batch',
    'cifar10',
    'concat',
    'fashionMnist',
    'fromTensors',
    'fromTfData',
    'geoShapes',
    'inputs',
    'labels',
    'mnist',
    'parseCifar10',
    'parseIdx',
    'parseNpy',
    'split',
    'standardise',
    'subset',
    'withImbalance',
    'withLabelNoise',
  ]);
});
