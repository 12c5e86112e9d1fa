import { inputs, labels } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import { scoreAll, stochastic, trueClassDoubt } from '@gradus/scorers';
import { argMax, concat, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { outputsOf } from '../models/presets.ts';
import { PASSES, type ScorerPreset } from '../training/scorers.ts';
import type { Session } from '../training/session.ts';

/** What a model makes of the training part at one moment. */
export interface Look {
  /** Updates made. */
  step: number;
  /** By scorer, `[count]` each. */
  scores: Record<string, Float32Array>;
  /** The predicted class of each sample. */
  predictions: Int32Array;
  /** The probability of each sample's label. */
  trueClass: Float32Array;
}

const CHUNK = 500;

/** Scores the training part by every scorer given, in one pass for all that need one. */
export async function lookAt(
  session: Session,
  seed: number,
  model: LayersModel,
  { step, scorers }: { step: number; scorers: readonly ScorerPreset[] },
): Promise<Look> {
  const { train, standardise } = session.data(seed);
  const from = outputsOf(model);
  const predict = (some: Int32Array) =>
    model.apply(inputs(train, some, { standardise })) as Tensor2D;
  const all = Int32Array.from({ length: train.count }, (_, i) => i);
  const outputs = tidy(() => {
    const chunks: Tensor2D[] = [];
    for (let start = 0; start < train.count; start += CHUNK) {
      chunks.push(tidy(() => predict(all.subarray(start, start + CHUNK))));
    }
    return concat(chunks) as Tensor2D;
  });
  const targets = labels(train, all);
  const read = async <T>(make: () => Tensor) => {
    const tensor = tidy(make);
    const values = await tensor.data();
    tensor.dispose();
    return values as T;
  };
  try {
    const scores: Record<string, Float32Array> = {};
    for (const { name, score, accumulator } of scorers) {
      if (score !== undefined) {
        scores[name] = await read<Float32Array>(() => score(outputs, targets, from));
      } else if (accumulator !== undefined) {
        const pass = stochastic(model, { random: createRng(seed).fork('passes') });
        scores[name] = await scoreAll<Tensor2D>({
          size: train.count,
          batchSize: CHUNK,
          predict: (some) => pass(inputs(train, some, { standardise })) as Tensor2D,
          accumulate: () => accumulator(from),
          passes: PASSES,
        });
      }
    }
    const doubt = await read<Float32Array>(() => trueClassDoubt(outputs, targets, { from }));
    return {
      step,
      scores,
      predictions: await read<Int32Array>(() => argMax(outputs, 1)),
      trueClass: doubt.map((value) => 1 - value),
    };
  } finally {
    outputs.dispose();
    targets.dispose();
  }
}
