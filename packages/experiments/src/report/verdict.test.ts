import { expect, test } from 'vitest';
import type { ArmSummary } from '../results/records.ts';
import { verdict } from './verdict.ts';

const uniform: ArmSummary = {
  arm: 'uniform',
  n: 5,
  steps: 100,
  meanTestError: 0.1,
  sd: 0.01,
  difference: null,
  ci95: null,
  p: null,
  pHolm: null,
  pFlip: null,
  pFlipHolm: null,
  relative: null,
  equalCost: null,
  meanValidationError: 0.04,
  updateEquivalents: 100,
  meanStepsToUniform: null,
  shareToUniform: null,
  costShareToUniform: null,
  meanCpuMs: 1,
};
const arm = (
  name: string,
  ci95: [number, number] | null,
  pHolm: number | null = 0.01,
): ArmSummary => ({
  ...uniform,
  arm: name,
  difference: ci95 === null ? -0.01 : (ci95[0] + ci95[1]) / 2,
  ci95,
  pHolm,
});
const of = (...arms: ArmSummary[]) =>
  verdict({ dataset: 'd', model: 'm', comparisons: arms.length - 1, arms }).map((sentence) =>
    sentence.replaceAll('\u00a0', ' '),
  );

test('arms whose intervals exclude 0 are named with their direction and interval, the others as open', () => {
  const sentences = of(
    uniform,
    arm('good', [-0.03, -0.01]),
    arm('bad', [0.01, 0.03]),
    arm('open', [-0.01, 0.03]),
  );
  expect(sentences[0]).toBe(
    'Over 5 paired seeds, the test error is lower for good, -2.00 [-3.00, -1.00]; higher for bad, +2.00 [+1.00, +3.00]; not told apart from uniform’s for open, +1.00 [-1.00, +3.00] (differences to uniform in percentage points, with 95 % intervals).',
  );
  expect(sentences).toContain(
    '5 seeds carry an interval, not a verdict: a claim wants 16 fresh ones.',
  );
  expect(sentences).toContain(
    'After Holm’s correction for 3 comparisons these stay below p = 0.05.',
  );
});

test('a finding that Holm’s correction takes away is said to be so', () => {
  expect(of(uniform, arm('a', [-0.03, -0.01], 0.08), arm('b', [-0.03, 0.01], 0.4))).toContain(
    'After Holm’s correction for 2 comparisons, a (p = 0.08) is no longer below 0.05.',
  );
});

test('where no interval excludes 0, none is claimed, and one that ends at 0 does not exclude it', () => {
  const [first] = of(uniform, arm('a', [-0.02, 0]), arm('b', [-0.02, 0.02]));
  expect(first).toMatch(
    /^Over 5 paired seeds, no arm is told apart from uniform: .*a, -1.00 \[-2.00, 0.00\]/,
  );
});

test('one seed claims nothing', () => {
  const one = { ...uniform, n: 1, sd: null };
  const sentences = of(one, { ...arm('a', null, null), n: 1, sd: null });
  expect(sentences).toEqual([
    'On one seed, the differences in test error to uniform are a -1.00 percentage points: that carries no interval, so it tells no arm apart from uniform.',
  ]);
});

test('without a common seed there is nothing to compare', () => {
  expect(of(uniform)).toEqual([
    'No arm has a seed in common with uniform: there is nothing to compare yet.',
  ]);
});

test('twelve seeds carry no warning, and arms with missing seeds are named', () => {
  const sentences = of({ ...uniform, n: 16 }, { ...arm('a', [-0.03, -0.01]), n: 12 });
  expect(sentences[0]).toMatch(/^Over 12 paired seeds/);
  expect(sentences.join(' ')).not.toContain('verdict');
  expect(sentences).toContain('Not everything is finished: a has 12 of 16 seeds.');
});

test('a uniform arm that more updates made worse is said to be no measure', () => {
  const twin = (ci95: [number, number]) => arm('longer', ci95);
  const better: ArmSummary = {
    ...arm('curriculum', [0.01, 0.02]),
    equalCost: { ...arm('', [-0.03, -0.01]), arm: 'longer', difference: -0.02 },
  };
  expect(of(uniform, better, twin([0.03, 0.05])).slice(2, 4)).toEqual([
    'Against uniform with at least as many updates as the arm costs: curriculum, -2.00 [-3.00, -1.00].',
    'More updates made uniform itself worse (longer, +4.00 [+3.00, +5.00]): against that a lower error is no gain.',
  ]);
  expect(of(uniform, better, twin([-0.01, 0.05])).join()).not.toContain('More updates');
  // An arm that is nobody's measure may be worse as it likes.
  const alone = { ...better, equalCost: null };
  expect(of(uniform, alone, twin([0.03, 0.05])).join()).not.toContain('More updates');
});
