import { expect, test } from 'vitest';
import type { ArmSummary } from './records.ts';
import { textTable } from './table.ts';

const arm: ArmSummary = {
  arm: 'uniform',
  n: 5,
  steps: 800,
  meanTestError: 0.0371,
  sd: 0.005,
  difference: null,
  ci95: null,
  p: null,
  pHolm: null,
  pFlip: null,
  pFlipHolm: null,
  relative: null,
  equalCost: null,
  meanValidationError: 0.04,
  updateEquivalents: 800,
  meanStepsToUniform: 800,
  shareToUniform: null,
  costShareToUniform: null,
  meanCpuMs: 8100,
};

test('a row an arm, and what the seeds do and do not allow to say', () => {
  const text = textTable({
    dataset: 'geoshapes',
    model: 'conv',
    comparisons: 1,
    arms: [arm, { ...arm, arm: 'dynamic', difference: -0.0081, ci95: [-0.0113, -0.0049] }],
  });
  expect(text).toMatch(/^uniform +3\.71 % +0\.50 +– +– +800 +800 +– +8\.1 s *$/m);
  expect(text).toMatch(/^dynamic .* -0\.81 \[-1\.13, -0\.49\]/m);
  expect(text).toContain('5 seeds carry an interval, not a verdict');
});

test('a narrow terminal gets fewer columns, and is told which are left out', () => {
  const table = {
    dataset: 'geoshapes',
    model: 'conv',
    comparisons: 1,
    arms: [arm, { ...arm, arm: 'dynamic-scored' }],
  };
  const lines = textTable(table, 60).split('\n');
  const rows = lines.filter((line) => /^(arm|uniform|dynamic)/.test(line));
  expect(Math.max(...rows.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(rows[0]).toContain('difference [95 %]');
  expect(lines.at(-1)).toMatch(/^Left out for want of room: CPU time, updates/);
});
