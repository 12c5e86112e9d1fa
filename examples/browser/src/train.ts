import type { dynamicSampled, uniform } from '@gradus/curricula';
import { batch, type Dataset, inputs, labels, standardise } from '@gradus/datasets';
import { entropy } from '@gradus/scorers';
import {
  argMax,
  dispose,
  keep,
  losses,
  mean,
  notEqual,
  train as optimizers,
  type Scalar,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import { buildNet } from './build-net.ts';

const LEARNING_RATE = 0.05;

/** Trains a net on the batches of a curriculum, and every so many updates yields its error on the test images. */
export async function* train(
  curriculum: ReturnType<typeof uniform> | ReturnType<typeof dynamicSampled>,
  data: Dataset,
  test: Dataset,
  every: number,
): AsyncGenerator<{ step: number; error: number }> {
  const standard = standardise(data);
  const net = buildNet();
  const optimizer = optimizers.momentum(LEARNING_RATE, 0.9);
  for await (const { indices, step } of curriculum) {
    const { xs, ys } = batch(data, indices, { standardise: standard });
    optimizer.setLearningRate(LEARNING_RATE * (1 - step / curriculum.steps));
    let logits: Tensor2D | undefined;
    optimizer.minimize(() => {
      logits = keep(net.apply(xs, { training: true }) as Tensor2D);
      return losses.softmaxCrossEntropy(ys, logits) as Scalar;
    });
    // Outputs that training computed anyway are the scores; the curriculum reads them and disposes of them.
    if ('observe' in curriculum && logits) {
      curriculum.observe(indices, entropy(logits, { from: 'logits' }));
    }
    dispose([xs, ys, logits as Tensor2D]);
    if ((step + 1) % every === 0) {
      yield { step: step + 1, error: await errorOf(net, test, standard) };
    }
  }
  net.dispose();
  optimizer.dispose();
}

/** The share of images whose likeliest class is not theirs. */
async function errorOf(
  net: Sequential,
  test: Dataset,
  standard: ReturnType<typeof standardise>,
): Promise<number> {
  const all = Int32Array.from({ length: test.count }, (_, i) => i);
  const wrong = tidy(() => {
    const logits = net.predict(inputs(test, all, { standardise: standard })) as Tensor;
    return mean(notEqual(argMax(logits, 1), labels(test, all)));
  });
  const [error] = await wrong.data();
  wrong.dispose();
  return error as number;
}
