import { batch, type Dataset, inputs, labels, type Standardisation } from '@gradus/datasets';
import {
  argMax,
  dispose,
  keep,
  logSumExp,
  type MomentumOptimizer,
  mean,
  mul,
  notEqual,
  type Scalar,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  train,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

const CHUNK = 500;

/** Updates a model whose outputs are logits: SGD with momentum 0.9 on the mean cross-entropy. */
export class Trainer {
  readonly model: LayersModel;
  readonly #optimizer: MomentumOptimizer = train.momentum(0, 0.9);
  readonly #variables: Variable[];
  readonly #standardise: Standardisation;

  constructor(model: LayersModel, standardise: Standardisation) {
    this.model = model;
    this.#standardise = standardise;
    this.#variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  }

  /** Makes one update and returns the logits computed for it, `[batch, classes]`, the caller's to dispose. */
  update(data: Dataset, indices: Int32Array, learningRate: number): Tensor2D {
    const { xs, ys } = batch(data, indices, { standardise: this.#standardise });
    let logits: Tensor2D | undefined;
    const { value, grads } = variableGrads(() => {
      logits = keep(this.model.apply(xs, { training: true }) as Tensor2D);
      return mean(sub(logSumExp(logits, 1), sum(mul(ys, logits), 1))) as Scalar;
    }, this.#variables);
    this.#optimizer.setLearningRate(learningRate);
    this.#optimizer.applyGradients(grads as never);
    dispose([value, xs, ys, ...Object.values(grads)]);
    return logits as Tensor2D;
  }

  /** The logits of some samples, `[n, classes]`. */
  predict(data: Dataset, indices: Int32Array): Tensor2D {
    return tidy(
      () => this.model.apply(inputs(data, indices, { standardise: this.#standardise })) as Tensor2D,
    );
  }

  /** The share of a data set that the model gets wrong. */
  async errorOn(data: Dataset): Promise<number> {
    let wrong = 0;
    for (let start = 0; start < data.count; start += CHUNK) {
      const length = Math.min(CHUNK, data.count - start);
      const indices = Int32Array.from({ length }, (_, i) => start + i);
      const count = tidy(() => {
        const classes = argMax(this.predict(data, indices), 1);
        return sum(notEqual(classes, labels(data, indices))) as Tensor;
      });
      wrong += (await count.data())[0] as number;
      count.dispose();
    }
    return wrong / data.count;
  }

  dispose(): void {
    this.#optimizer.dispose();
    // tfjs's momentum forgets the scalar that holds the learning rate.
    (this.#optimizer as unknown as { c: Scalar }).c.dispose();
    this.model.dispose();
  }
}
