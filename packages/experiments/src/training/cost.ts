import { dispose } from '@tensorflow/tfjs-core';
import { optimizers } from '../models/optimizers.ts';
import type { Cost } from '../results/summarize.ts';
import type { Session } from './session.ts';
import { Trainer } from './trainer.ts';

/** Measures what an update and a scored sample cost here: medians of a few, after warming up. */
export async function measureCost(session: Session): Promise<Cost> {
  const seed = session.settings.seeds[0] as number;
  const data = session.data(seed);
  const model = session.freshModel(seed);
  const optimizer = optimizers[session.settings.optimizer] as (typeof optimizers)[string];
  const trainer = new Trainer(model, optimizer.create(), data);
  const { count } = data.train;
  const batch = Int32Array.from({ length: session.settings.batchSize }, (_, i) => i % count);
  const scored = Int32Array.from({ length: Math.min(1_000, count) }, (_, i) => i);
  try {
    const stepMs = await medianMs(15, async () => {
      const outputs = trainer.step(batch, 0);
      await outputs.data();
      dispose(outputs);
    });
    const passMs = await medianMs(5, () => session.scorePass(model, seed, scored));
    return { stepMs, forwardMs: passMs / session.forwardsFor(scored.length) };
  } finally {
    trainer.dispose();
    model.dispose();
  }
}

async function medianMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 3; i++) await work();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(runs / 2)] as number;
}
