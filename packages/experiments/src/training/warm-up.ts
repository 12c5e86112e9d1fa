import { optimizers } from '../models/optimizers.ts';
import type { Session } from './session.ts';
import { Trainer } from './trainer.ts';

/** Updates until all code is compiled: an update may then be twice as fast as the first ones. */
export const WARM_UP = 1_500;

/**
 * Trains a model that is thrown away, never longer than an arm of the run, so that the time of a process's first
 * training can be compared with that of the others.
 */
export async function warmUp(session: Session): Promise<void> {
  const { settings } = session;
  const { batchSize } = settings;
  const seed = settings.seeds[0] as number;
  const data = session.data(seed);
  const model = session.freshModel(seed);
  const optimizer = optimizers[settings.optimizer] as (typeof optimizers)[string];
  const trainer = new Trainer(model, optimizer.create(), data);
  const next = inTurn(data.train.count);
  const updates = Math.min(WARM_UP, ...settings.arms.map(({ steps }) => steps));
  try {
    for (let step = 1; step <= updates; step++) {
      const outputs = trainer.step(next(batchSize), 0);
      if (step === updates) await outputs.data();
      outputs.dispose();
    }
  } finally {
    trainer.dispose();
    model.dispose();
  }
}

/** Gives the next few samples at each call, those after the last from the start again. */
export function inTurn(count: number): (some: number) => Int32Array {
  let at = 0;
  return (some) => {
    const given = Int32Array.from({ length: some }, (_, i) => (at + i) % count);
    at = (at + some) % count;
    return given;
  };
}
