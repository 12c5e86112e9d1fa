/** Whether a score is missing: NaN, where all others are finite. Four sums at a time, which do not wait for one another. */
export function anyMissing(scores: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = scores.length - (scores.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += scores[i] as number;
    b += scores[i + 1] as number;
    c += scores[i + 2] as number;
    d += scores[i + 3] as number;
  }
  for (let i = whole; i < scores.length; i++) a += scores[i] as number;
  return Number.isNaN(a + b + c + d);
}

/** The largest score there is; undefined where there is none. */
export function largestKnown(scores: Float32Array): number | undefined {
  let largest = Number.NEGATIVE_INFINITY;
  const whole = scores.length - (scores.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const w = scores[i] as number;
    const x = scores[i + 1] as number;
    const y = scores[i + 2] as number;
    const z = scores[i + 3] as number;
    // Rarely true, and never for NaN.
    if (w > largest || x > largest || y > largest || z > largest) {
      if (w > largest) largest = w;
      if (x > largest) largest = x;
      if (y > largest) largest = y;
      if (z > largest) largest = z;
    }
  }
  for (let i = whole; i < scores.length; i++) {
    const score = scores[i] as number;
    if (score > largest) largest = score;
  }
  return largest === Number.NEGATIVE_INFINITY ? undefined : largest; // scores are finite
}

/**
 * The mean of the scores there are; undefined where there is none. Of equal scores it is that very score:
 * float32 has 24 bits and the sum 53, so the sums of the first 2^29 are exact.
 */
export function meanKnown(scores: Float32Array): number | undefined {
  let [known, sum] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (Number.isNaN(score)) continue;
    known++;
    sum += score;
  }
  return known === 0 ? undefined : sum / known;
}

/**
 * Writes the scores to `out`, and `filling` in place of missing ones.
 *
 * Which are missing is as good as random, so that a branch would be guessed wrongly at every other sample: the
 * bits are chosen by a mask instead.
 */
export function fillMissing(scores: Float32Array, filling: number, out: Float32Array): void {
  const value = bitsOf(Float32Array.of(filling))[0] as number;
  const from = bitsOf(scores);
  const to = bitsOf(out);
  for (let i = 0; i < to.length; i++) {
    const score = from[i] as number;
    const missing = (INFINITE - (score & WITHOUT_SIGN)) >> 31; // all ones for NaN, else all zeros
    to[i] = (score & ~missing) | (value & missing);
  }
}

/** The bits of Infinity; beyond are those of NaN. */
const INFINITE = 0x7f800000;
const WITHOUT_SIGN = 0x7fffffff;

function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
