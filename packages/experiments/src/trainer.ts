import { batch, type Dataset } from '@gradus/datasets';
import {
  dispose,
  keep,
  logSumExp,
  type MomentumOptimizer,
  mean,
  mul,
  type Scalar,
  sub,
  sum,
  type Tensor2D,
  train,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ExperimentData } from './data.ts';

/** The mean over a batch of logsumexp(z) - z_y, in nats. */
function meanCrossEntropy(logits: Tensor2D, oneHot: Tensor2D): Scalar {
  return mean(sub(logSumExp(logits, 1), sum(mul(oneHot, logits), 1)));
}

/** tfjs types the gradients it computes more loosely than those it applies. */
type Gradients = Parameters<MomentumOptimizer['applyGradients']>[0];

/** Makes updates of one model: SGD with momentum 0.9 on the mean cross-entropy of a batch. */
export class Trainer {
  readonly #model: LayersModel;
  readonly #train: Dataset;
  readonly #standardise: ExperimentData['standardise'];
  readonly #variables: Variable[];
  readonly #optimizer: MomentumOptimizer;

  constructor(model: LayersModel, data: Pick<ExperimentData, 'train' | 'standardise'>) {
    this.#model = model;
    this.#train = data.train;
    this.#standardise = data.standardise;
    // A layer variable reads as the tfjs variable behind it.
    this.#variables = model.trainableWeights.map((weight) => weight.read() as Variable);
    this.#optimizer = train.momentum(0, 0.9);
  }

  /** Makes one update and returns the logits that it computed before it, `[batch, classes]`, the caller's to dispose. */
  step(indices: Int32Array, learningRate: number): Tensor2D {
    const { xs, ys } = batch(this.#train, indices, { standardise: this.#standardise });
    let logits: Tensor2D | undefined;
    const { value, grads } = variableGrads(() => {
      logits = keep(this.#model.apply(xs, { training: true }) as Tensor2D);
      return meanCrossEntropy(logits, ys);
    }, this.#variables);
    this.#optimizer.setLearningRate(learningRate);
    this.#optimizer.applyGradients(grads as Gradients);
    dispose([value, xs, ys, ...Object.values(grads)]);
    return logits as Tensor2D;
  }

  dispose(): void {
    this.#optimizer.dispose();
    // tfjs's momentum forgets the scalar that holds the learning rate.
    (this.#optimizer as unknown as { c: Scalar }).c.dispose();
  }
}
