import { createRng as samplersRng } from '@gradus/samplers';
import { expect, test } from 'vitest';
import { createRng } from './create-rng.ts';

test.each([0, -0, 1, -1, 2 ** 40, 1e300, '', '0', 'geoshapes-geom-centred 0', 'ü 😀'])(
  'the stream of seed %j is that of @gradus/samplers',
  (seed) => {
    const ours = createRng(seed);
    const theirs = samplersRng(seed);
    for (let i = 0; i < 1000; i++) expect(ours()).toBe(theirs());
  },
);
