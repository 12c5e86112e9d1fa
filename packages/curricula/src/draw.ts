import type { Random } from './curriculum.ts';

/**
 * What turns a stretch's weights into its indices. Either a function of the weights, how many
 * indices are wanted, and where to draw from, or an object that carries something from one stretch
 * to the next, as `quotaSampler` of `@gradus/samplers` carries each sample's share.
 *
 * The indices become batches in the order given, so a draw that sorts must be shuffled. A function
 * must keep nothing from call to call and draw from the `random` it is given alone, or a continued
 * curriculum goes another way.
 */
export type Draw =
  | ((probabilities: Float64Array, count: number, random: Random) => Int32Array)
  | PlannedDraw;

/**
 * A draw with a memory. Give it the generator that the curriculum has: a curriculum's snapshot holds the
 * state of that one, and of another only if the draw's own snapshot does (`quotaSampler`'s does not).
 */
export interface PlannedDraw {
  /** `count` indices for these weights. */
  plan(weights: Float64Array, count: number): Int32Array;
  /** Its memory, as plain data of its own. */
  snapshot(): unknown;
  /** Takes over what `snapshot` gave. */
  restore(snapshot: unknown): void;
}

/** Throws unless it is one of the two kinds. */
export function checkDraw(name: string, draw: Draw): void {
  if (typeof draw === 'function') return;
  for (const method of ['plan', 'snapshot', 'restore'] as const) {
    if (typeof draw?.[method] !== 'function') {
      throw new TypeError(
        `${name}: draw must be a function or an object with plan, snapshot and restore; ${method} is missing`,
      );
    }
  }
}

/** Throws unless there is a weight for every sample, none is negative, NaN or infinite, and not all are 0. */
export function checkWeights(name: string, weights: Float64Array, size: number): void {
  if (weights?.length !== size) {
    throw new RangeError(
      `${name}: weigh must give ${size} weights, one for each sample, got ${String(weights?.length)}`,
    );
  }
  const sum = sumOf(weights);
  if (sum > 0 && sum < Infinity) return;
  for (let i = 0; i < size; i++) {
    const weight = weights[i] as number;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `${name}: weigh gave ${weight} for sample ${i}, must be finite and >= 0`,
      );
    }
  }
  throw new RangeError(`${name}: the sum of what weigh gave must be finite and > 0, got ${sum}`);
}

/** Their sum; NaN where one is NaN or negative. Four sums at a time, which do not wait for one another. */
function sumOf(weights: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let negative = false;
  const whole = weights.length - (weights.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const w = weights[i] as number;
    const x = weights[i + 1] as number;
    const y = weights[i + 2] as number;
    const z = weights[i + 3] as number;
    a += w;
    b += x;
    c += y;
    d += z;
    if (w < 0 || x < 0 || y < 0 || z < 0) negative = true;
  }
  for (let i = whole; i < weights.length; i++) {
    const w = weights[i] as number;
    a += w;
    if (w < 0) negative = true;
  }
  return negative ? Number.NaN : a + b + c + d;
}
