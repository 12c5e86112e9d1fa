import type { Session } from './session.ts';
import { freshTrainer } from './trainer.ts';

/** Updates until all code is compiled: an update may then be twice as fast as the first ones. */
export const WARM_UP = 1_500;

/**
 * Trains a model that is thrown away, no longer than the run's shortest arm, so that the time of a process's first
 * training can be compared with that of the others.
 */
export async function warmUp(session: Session): Promise<void> {
  const { settings } = session;
  const { batchSize } = settings;
  const seed = settings.seeds[0] as number;
  const { model, trainer } = freshTrainer(session, seed);
  const next = inTurn(session.data(seed).train.count);
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
