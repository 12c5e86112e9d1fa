import { expect, test } from 'vitest';
import type { Backend } from './backends.ts';
import { goalLines } from './goal.ts';
import { launchGoal, oracleGoal, shareGoal, speedGoals, speedup } from './scoring-goals.ts';
import type { Measured } from './suite.ts';

function on(name: Backend['name'], software = false): Backend {
  return { name, device: 'a device', software, use: async () => {} };
}
const row = (median: number) => ({ median }) as Measured;
const times = (scorer: string, ratio: number) =>
  speedup(scorer, `${scorer} of [1, 2]`, [row(2), row(2 * ratio)]);

test('the least of several ratios decides, and is named', () => {
  const speedups = [
    times('entropy', 9),
    times('entropy', 5),
    times('bald', 4),
    times('margin', 3.5),
  ];
  expect(goalLines(speedGoals(on('webgl'), speedups))).toEqual([
    "met: webgl: entropy at least 4 times as fast as tfjs's operations: 5.00 times for entropy of [1, 2], the least of 2",
    "met: webgl: bald at least 4 times as fast as tfjs's operations: 4.00 times for bald of [1, 2], the least of 1",
    "missed: webgl: every scorer at least 4 times as fast as tfjs's operations: 3.50 times for margin of [1, 2], the least of 4",
  ]);
});

test('a ratio that is no number is never met', () => {
  const absent = { subject: 's', arm: 'a', absent: 'not here' };
  const speedups = [speedup('entropy', 'entropy of [1, 2]', [row(1), absent]), times('entropy', 9)];
  expect(speedGoals(on('webgl'), speedups)[0]).toMatchObject({ verdict: 'missed' });
  expect(speedGoals(on('webgl'), speedups.reverse())[0]).toMatchObject({ verdict: 'missed' });
  expect(speedGoals(on('webgl'), [])[0]).toMatchObject({ verdict: 'not measurable' });
});

test('times of a software adapter meet no goal and miss none, launches and scores do', () => {
  const software = on('webgl', true);
  for (const goal of [
    ...speedGoals(software, [times('entropy', 9)]),
    shareGoal(software, 'x', 0),
  ]) {
    expect(goal?.verdict).toBe('not measurable');
  }
  expect(launchGoal(software, { entropy: 1 })?.verdict).toBe('met');
  expect(oracleGoal(software, { times: 1.1, what: 'x' }).verdict).toBe('missed');
});

test('two launches, or none, are missed, and the processor has none to count', () => {
  expect(launchGoal(on('webgl'), { entropy: 1, bald: 2 })).toMatchObject({
    verdict: 'missed',
    found: 'bald: 2',
  });
  expect(launchGoal(on('webgl'), {})).toMatchObject({ verdict: 'missed' });
  expect(launchGoal(on('webgl'), { entropy: undefined })).toMatchObject({ verdict: 'missed' });
  expect(launchGoal(on('cpu'), {})).toBeUndefined();
});

test('a share of 5 % is missed, and one below met', () => {
  expect(shareGoal(on('webgpu'), 'x', 0.05)).toMatchObject({ verdict: 'missed', found: '5.0 %' });
  expect(shareGoal(on('webgpu'), 'x', 0.049)).toMatchObject({ verdict: 'met' });
  expect(shareGoal(on('cpu'), 'x', 0.5)).toBeUndefined();
});
