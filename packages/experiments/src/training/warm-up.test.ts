import { memory } from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { prepare } from '../running/prepare.ts';
import { timeless, tiny } from '../running/tiny.fixture.ts';
import { Trainer } from './trainer.ts';
import { runTraining } from './training.ts';
import { inTurn, warmUp } from './warm-up.ts';

afterEach(() => vi.restoreAllMocks());

test('a warm-up leaves no tensor, and the trainings after it as they are without', async () => {
  const { session } = await prepare({ dataset: tiny, seeds: [1], curricula: ['uniform'] });
  const train = async () => {
    const { record, model } = await runTraining(session, { arm: 'uniform', seed: 1 });
    model.dispose();
    return timeless(record);
  };
  const cold = await train();
  const before = memory().numTensors;
  await warmUp(session);
  expect(memory().numTensors).toBe(before);
  expect(await train()).toEqual(cold);
});

test('a warm-up is no longer than the shortest arm', async () => {
  const arms = [
    { curriculum: 'uniform' as const },
    { name: 'short', curriculum: 'uniform' as const, steps: 4 },
  ];
  const { session } = await prepare({ dataset: tiny, seeds: [1], arms });
  const step = vi.spyOn(Trainer.prototype, 'step');
  await warmUp(session);
  expect(step).toHaveBeenCalledTimes(4);
});

test('samples in turn begin again after the last', () => {
  const next = inTurn(5);
  expect([...next(3), ...next(3), ...next(3)]).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3]);
});
