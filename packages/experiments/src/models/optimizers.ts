import {
  type MomentumOptimizer,
  type NamedTensorMap,
  type Scalar,
  type SGDOptimizer,
  train,
} from '@tensorflow/tfjs-core';

/** tfjs types the gradients that it computes otherwise than those it applies, and each optimiser's differently. */
type Loose = never;

/** An optimiser whose learning rate changes with every update. */
export interface Optimizer {
  apply(gradients: NamedTensorMap, learningRate: number): void;
  dispose(): void;
}

/** Every optimiser that `--optimizer` takes. */
export const optimizers: Record<string, { description: string; create(): Optimizer }> = {
  momentum: {
    description: 'SGD with momentum 0.9',
    create: () => {
      const momentum = train.momentum(0, 0.9);
      return {
        ...stepping(momentum),
        dispose() {
          momentum.dispose();
          // tfjs's momentum forgets the scalar that holds the learning rate.
          (momentum as unknown as { c: Scalar }).c.dispose();
        },
      };
    },
  },
  sgd: {
    description: 'plain SGD',
    create: () => {
      const sgd = train.sgd(0);
      return { ...stepping(sgd), dispose: () => sgd.dispose() };
    },
  },
  adam: {
    description: 'Adam with its usual settings; its learning rate is 0.001 unless given',
    create: () => {
      const adam = train.adam();
      return {
        apply(gradients, learningRate) {
          // Adam has no setter; it reads this field at every update.
          (adam as unknown as { learningRate: number }).learningRate = learningRate;
          adam.applyGradients(gradients as Loose);
        },
        dispose: () => adam.dispose(),
      };
    },
  },
};

function stepping(optimizer: SGDOptimizer | MomentumOptimizer): Pick<Optimizer, 'apply'> {
  return {
    apply(gradients, learningRate) {
      optimizer.setLearningRate(learningRate);
      optimizer.applyGradients(gradients as Loose);
    },
  };
}
