import { initializers } from '@tensorflow/tfjs-layers';

/**
 * Initial weights uniform in +-1/sqrt(inputs of the unit), from a seed that `random` draws. It is what PyTorch starts
 * from, and steady at the learning rates used here, where He's weights are not.
 */
export function seededWeights(
  random: () => number,
): ReturnType<typeof initializers.varianceScaling> {
  return initializers.varianceScaling({
    scale: 1 / 3,
    mode: 'fanIn',
    distribution: 'uniform',
    seed: 1 + Math.floor(random() * 0x7fff_fffe),
  });
}
