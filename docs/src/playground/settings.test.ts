import { expect, test } from 'vitest';
import { DEFAULTS, fromHash, type Settings, toHash } from './settings.ts';

test('an address says all of the settings', () => {
  const settings: Settings = {
    data: 'fashion-mnist',
    seed: 0,
    steps: 1200,
    backend: 'webgl',
    from: 'https://example.org/data & more/',
    lanes: [
      { curriculum: 'scored', scorer: 'el2n', favour: 'easy', maxRatio: 1, rescoreEvery: 80 },
      {
        curriculum: 'control',
        scorer: 'least-confidence',
        favour: 'hard',
        maxRatio: 2.5,
        rescoreEvery: 7,
      },
    ],
  };
  expect(fromHash(`#${toHash(settings)}`)).toEqual(settings);
  expect(fromHash(toHash(DEFAULTS))).toEqual(DEFAULTS);
});

test('what an address says wrongly is as it is by default', () => {
  expect(fromHash('')).toEqual(DEFAULTS);
  expect(fromHash('#what-is-this')).toEqual(DEFAULTS);
  expect(fromHash('#seed=-1&steps=1e9&backend=cpu&data=%E0&a=x_y_z_0.5_1.5&b=')).toEqual(DEFAULTS);
  expect(fromHash('#steps=&seed=2.5')).toEqual(DEFAULTS);
});
