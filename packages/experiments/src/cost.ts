import { dispose } from '@tensorflow/tfjs-core';
import type { DataPreset, ExperimentData } from './data.ts';
import type { ModelPreset } from './models/presets.ts';
import type { Cost } from './summarize.ts';
import { Trainer } from './trainer.ts';
import { freshModel, scoreWith } from './training.ts';

/** Measures what an update and a scored sample cost here: medians of a few, after warming up. */
export async function measureCost(
  data: ExperimentData,
  preset: DataPreset,
  modelPreset: ModelPreset,
): Promise<Cost> {
  const model = freshModel({ modelPreset, data, seed: 0 });
  const trainer = new Trainer(model, data);
  const first = (count: number) =>
    Int32Array.from({ length: Math.min(count, data.train.count) }, (_, i) => i);
  const batch = Int32Array.from({ length: preset.batchSize }, (_, i) => i % data.train.count);
  const scored = first(1_000);
  try {
    const stepMs = await medianMs(15, async () => {
      const logits = trainer.step(batch, 0);
      await logits.data();
      dispose(logits);
    });
    const passMs = await medianMs(5, () => scoreWith(model, data, scored));
    return { stepMs, forwardMs: passMs / scored.length };
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
