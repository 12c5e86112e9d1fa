import { mul, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

/** What the layer is built from. */
export interface DropoutOptions {
  /** The share of units that is dropped, in [0, 1). */
  rate: number;
  /** Draws every mask. */
  random: () => number;
}

/**
 * Dropout whose masks can be repeated: each call in training draws a fresh mask from `random`, on the host,
 * so that a run is the same to the bit when its generator is, on any backend.
 *
 * tfjs's own layer draws from Math.random without a seed, and with one repeats its mask at every call.
 */
export function dropout(options: DropoutOptions): layers.Layer {
  return new RepeatableDropout(options);
}

class RepeatableDropout extends layers.Layer {
  static readonly className = 'RepeatableDropout';
  readonly #rate: number;
  readonly #random: () => number;

  constructor({ rate, random }: DropoutOptions) {
    super({});
    if (!(rate >= 0 && rate < 1))
      throw new RangeError(`dropout: rate must be in [0, 1), got ${rate}`);
    this.#rate = rate;
    this.#random = random;
  }

  override computeOutputShape(inputShape: number[]): number[] {
    return inputShape;
  }

  override call(inputs: Tensor | Tensor[], kwargs: { training?: boolean }): Tensor {
    return kwargs.training ? this.stochasticCall(inputs, this.#random) : first(inputs);
  }

  /** A pass with dropout on and its mask from `random`; `stochastic` of @gradus/scorers calls it. */
  stochasticCall(inputs: Tensor | Tensor[], random: () => number): Tensor {
    return tidy(() => {
      const x = first(inputs);
      const kept = 1 / (1 - this.#rate);
      // A plain loop: `Float32Array.from` with a function takes several times as long, as long as the rest of a step.
      const mask = new Float32Array(x.size);
      for (let i = 0; i < mask.length; i++) mask[i] = random() < this.#rate ? 0 : kept;
      return mul(x, tensor(mask, x.shape));
    });
  }
}

function first(inputs: Tensor | Tensor[]): Tensor {
  return (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor;
}
