/** Throws unless the mean weight of those drawn is sum p^2, to six of its standard errors. */
export function checkLaw(weights: Float64Array, draw: () => Int32Array, runs = 1): void {
  let mean = 0;
  let square = 0;
  for (const p of weights) {
    mean += p * p;
    square += p * p * p;
  }
  let sum = 0;
  let draws = 0;
  for (let run = 0; run < runs; run++) {
    for (const i of draw()) {
      sum += weights[i] as number;
      draws++;
    }
  }
  const error = Math.sqrt((square - mean * mean) / draws);
  if (!(Math.abs(sum / draws - mean) <= 6 * error)) throw new Error('not by the weights');
}

/** Throws unless all are different, and there. */
export function checkDifferent(drawn: Int32Array, n: number): void {
  if (!drawn.every((i) => i >= 0 && i < n)) throw new Error('an index that cannot be');
  if (new Set(drawn).size !== drawn.length) throw new Error('the same twice');
}

/** Throws unless each index comes as often as its share of the draws, up or down to a whole number. */
export function checkShares(drawn: Int32Array, weights: Float64Array): void {
  const counts = new Float64Array(weights.length);
  for (const i of drawn) counts[i] = (counts[i] as number) + 1;
  counts.forEach((count, i) => {
    const off = count - drawn.length * (weights[i] as number);
    if (!(Math.abs(off) < 1 + 1e-6)) throw new Error(`index ${i} is ${off} from its share`);
  });
}
