import { batch, type Dataset } from '@gradus/datasets';
import type { From } from '@gradus/scorers';
import {
  dispose,
  keep,
  log,
  logSumExp,
  maximum,
  mean,
  mul,
  neg,
  type Scalar,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Optimizer, optimizers } from '../models/optimizers.ts';
import { outputsOf } from '../models/presets.ts';
import type { ExperimentData } from './data.ts';
import type { Session } from './session.ts';

/** Makes updates of one model on the mean cross-entropy of a batch. */
export class Trainer {
  readonly #model: LayersModel;
  readonly #train: Dataset;
  readonly #standardise: ExperimentData['standardise'];
  readonly #variables: Variable[];
  readonly #optimizer: Optimizer;
  readonly #from: From;

  constructor(
    model: LayersModel,
    optimizer: Optimizer,
    data: Pick<ExperimentData, 'train' | 'standardise'>,
  ) {
    this.#model = model;
    this.#optimizer = optimizer;
    this.#train = data.train;
    this.#standardise = data.standardise;
    this.#from = outputsOf(model);
    // A layer variable reads as the tfjs variable behind it.
    this.#variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  }

  /** Makes one update and returns the outputs computed for it, `[batch, classes]`, the caller's to dispose. */
  step(indices: Int32Array, learningRate: number): Tensor2D {
    const { xs, ys } = batch(this.#train, indices, { standardise: this.#standardise });
    let outputs: Tensor2D | undefined;
    const { value, grads } = variableGrads(() => {
      outputs = keep(this.#model.apply(xs, { training: true }) as Tensor2D);
      return mean(crossEntropy(outputs, ys, this.#from)) as Scalar;
    }, this.#variables);
    this.#optimizer.apply(grads, learningRate);
    dispose([value, xs, ys, ...Object.values(grads)]);
    return outputs as Tensor2D;
  }

  dispose(): void {
    this.#optimizer.dispose();
  }
}

/** A seed's model at its initial weights, and what trains it as the run asks; both the caller's to dispose. */
export function freshTrainer(
  session: Session,
  seed: number,
): { model: LayersModel; trainer: Trainer } {
  const model = session.freshModel(seed);
  const optimizer = optimizers[session.settings.optimizer] as (typeof optimizers)[string];
  return { model, trainer: new Trainer(model, optimizer.create(), session.data(seed)) };
}

/** logsumexp(z) - z_y of logits z, or -log p_y with p floored at 1e-7; in nats, `[n]`. */
function crossEntropy(outputs: Tensor2D, oneHot: Tensor2D, from: From): Tensor1D {
  if (from === 'logits') return sub(logSumExp(outputs, 1), sum(mul(oneHot, outputs), 1));
  return neg(sum(mul(oneHot, log(maximum(outputs, 1e-7))), 1));
}
