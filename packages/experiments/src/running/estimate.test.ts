import { expect, test } from 'vitest';
import type { TrainingRecord } from '../results/records.ts';
import { expectedMs } from '../training/cost.ts';
import { estimateOf } from './estimate.ts';
import { missing } from './missing.ts';
import { prepare } from './prepare.ts';
import { RunFolder } from './run-folder.ts';
import { tiny } from './tiny.fixture.ts';

test('what is taken over costs nothing, and the first uniform is never taken over', async () => {
  const { session } = await prepare({
    dataset: tiny,
    backend: 'wasm',
    seeds: [1, 2],
    curricula: ['uniform', 'dynamic-free'],
  });
  const { settings } = session;
  const folder = await RunFolder.read('absent');
  const cost = { stepMs: 4, forwardMs: 0.5 };
  const [uniform = 0, free = 0] = settings.arms.map((arm) => expectedMs(arm, session, cost));

  const open = estimateOf(session, settings.arms, folder, missing(settings, folder), cost);
  expect(open).toEqual({
    trainings: 4,
    finished: 0,
    takenOver: 0,
    updates: 24,
    cpuMs: 2 * (uniform + free),
  });

  const tasks = missing(settings, folder, () => ({}) as TrainingRecord);
  const rest = estimateOf(session, settings.arms, folder, tasks, cost);
  expect(rest).toEqual({ ...open, takenOver: 3, cpuMs: uniform });
  expect(uniform).toBeGreaterThan(0);
});
