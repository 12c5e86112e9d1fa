import { createRng } from '@gradus/samplers';
import { expect, test } from 'vitest';
import { kinds, play } from '../test/kinds.ts';
import { fingerprint } from './fingerprint.ts';

// Runs that are published name their seed: the same seed and scores must give the same batches for good.
const golden: Record<string, string> = {
  uniform: '#0c70a360',
  'uniform with replacement': '#a8769b30',
  'bootstrapped easy-first equal-updates': '#c8d33568',
  'bootstrapped easy-first equal-epochs': '#32c78ef6',
  'bootstrapped hard-first equal-updates': '#b782a540',
  'bootstrapped hard-first equal-epochs': '#77e4b06d',
  'bootstrapped random equal-updates': '#b78728c3',
  'bootstrapped random equal-epochs': '#45e41691',
  'paced linear': '#c1ec1afd',
  'paced root': '#6fd99136',
  'paced quadratic': '#8b7f0586',
  'paced exponential': '#7593926a',
  'paced stepwise': '#f353cd87',
  'paced logarithmic': '#c8f3768b',
  'paced easy-first, balanced over classes': '#3eb2472b',
  'paced random, balanced over classes': '#1af29a8f',
  switchAt: '#fdbe6cf0',
  'dynamicSampled with score': '#7920e558',
  'dynamicSampled with score and no warm-up': '#53306792',
  'dynamicSampled with correct': '#e3996c37',
  'dynamicSampled with refresh of the oldest': '#d0a0a71f',
  'dynamicSampled with refresh of the random': '#12c1a649',
  'dynamicSampled with refresh of the likely': '#8095d825',
  'dynamicSampled with shares carried': '#57dd01a9',
  'dynamicSampled as its control': '#d7d7a297',
  'dynamicSampled with observe': '#ae793ea8',
  'dynamicSampled with observe and a longer warm-up': '#ff729d9a',
  'selfPaced with observe': '#cded9261',
  'selfPaced with score': '#bd90f4a5',
  'selfPaced with refresh of the likely': '#b13bc50a',
  'selfPaced as its control': '#a45b7486',
  'pruned (weights)': '#492f9531',
  'pruned (weights) as its control': '#bc1a95e7',
  'selectiveBatch by sampling (weights)': '#d409b573',
  'selectiveBatch once it pays (weights)': '#9a75b2cd',
  'selectiveBatch from the top': '#c123f607',
  'selectiveBatch as its control': '#2579d72d',
  'bandit with the defaults': '#95389c3c',
  'bandit with a share of its own': '#0b8e2927',
  'bandit with no reward heeded': '#95389c3c',
};

test.each(Object.entries(kinds))(
  'the batches of %s are those that they always were',
  async (name, make) => {
    const run = { size: 61, batchSize: 7, steps: 40, tasks: 5 };
    const played = await play(make({ ...run, random: createRng('golden') }));
    expect(fingerprint(played.flat())).toBe(golden[name]);
  },
);
