import { exp } from './elementary.ts';

/**
 * EXP3.S: chooses among N arms, and follows the best one as it changes, by rewards of the chosen ones.
 *
 * pi_i = (1 - epsilon) w_i / sum w + epsilon / N. A reward r of arm a, chosen with probability pi_a, makes
 * u_a = w_a e^(eta r / pi_a), u_i = w_i otherwise, and then w_i = (1 - alpha) u_i + alpha / (N - 1)
 * sum over j != i of u_j: each arm gives a little to the others, so that none is ever far behind.
 *
 * @see Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed bandit problem, section 8
 * @see Graves et al. 2017, Automated curriculum learning for neural networks
 */
export class Exp3S {
  /** The largest is 1. */
  readonly weights: Float64Array;
  readonly #exploration: number;

  constructor(arms: number, exploration: number) {
    this.weights = new Float64Array(arms).fill(1);
    this.#exploration = exploration;
  }

  /** pi. */
  probabilities(): Float64Array {
    const { weights } = this;
    let sum = 0;
    for (const weight of weights) sum += weight;
    return weights.map(
      (weight) => (1 - this.#exploration) * (weight / sum) + this.#exploration / weights.length,
    );
  }

  /** Takes in a reward of an arm that was chosen with this probability. */
  reward(
    arm: number,
    { value, probability, rate, share }: Record<'value' | 'probability' | 'rate' | 'share', number>,
  ): void {
    const { weights } = this;
    const { length } = weights;
    if (length === 1) return;
    // Where the arm gains, the others lose: then nothing overflows.
    const gain = (rate * value) / probability;
    for (let i = 0; i < length; i++) {
      if (gain > 0 ? i !== arm : i === arm) (weights[i] as number) *= exp(-Math.abs(gain));
    }
    let sum = 0;
    for (const weight of weights) sum += weight;
    const each = (share * sum) / (length - 1);
    let largest = 0;
    for (let i = 0; i < length; i++) {
      // = (1 - share) u_i + share / (N - 1) (sum - u_i)
      const weight = (1 - (share * length) / (length - 1)) * (weights[i] as number) + each;
      weights[i] = weight;
      if (weight > largest) largest = weight;
    }
    for (let i = 0; i < length; i++) (weights[i] as number) /= largest;
  }
}
