import type { Batch, Curriculum, Random } from '../src/index.ts';

/** All batches of a curriculum, or the first `most` of them before leaving the loop. */
export async function batchesOf(curriculum: Curriculum, most: number = Infinity): Promise<Batch[]> {
  const batches: Batch[] = [];
  if (most === 0) return batches;
  for await (const batch of curriculum) {
    batches.push(batch);
    if (batches.length === most) break;
  }
  return batches;
}

/** Everything the batches hold, one after another. */
export function indicesIn(batches: Batch[]): number[] {
  return batches.flatMap(({ indices }) => [...indices]);
}

/** How often each of 0, ..., `size - 1` occurs. */
export function countsOf(indices: ArrayLike<number>, size: number): number[] {
  const counts = new Array<number>(size).fill(0);
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k] as number;
    counts[index] = (counts[index] as number) + 1;
  }
  return counts;
}

/** Pearson's chi-square of counts against probabilities, in standard deviations above its mean. */
export function chiSquare(counts: number[], probabilities: ArrayLike<number>): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let statistic = 0;
  let cells = 0;
  counts.forEach((count, i) => {
    const expected = total * (probabilities[i] as number);
    if (expected === 0) {
      if (count > 0) statistic = Infinity;
      return;
    }
    statistic += (count - expected) ** 2 / expected;
    cells++;
  });
  return (statistic - (cells - 1)) / Math.sqrt(2 * (cells - 1));
}

/** A draw in proportion to the weights, with replacement: the plainest, by cumulative sums. */
export function plainDraw(weights: Float64Array, count: number, random: Random): Int32Array {
  const sums: number[] = [];
  for (const weight of weights) sums.push((sums.at(-1) ?? 0) + weight);
  const total = sums.at(-1) as number;
  return new Int32Array(count).map(() => {
    const u = random() * total;
    return sums.findIndex((sum) => u < sum);
  });
}

/** Scores as if on a device, counting what becomes of them. */
export class FakeTensors {
  made = 0;
  disposed = 0;
  read = 0;
  /** How many are on the device now. */
  get alive(): number {
    return this.made - this.disposed;
  }
  make(values: ArrayLike<number>): { data(): Promise<Float32Array>; dispose(): void } {
    this.made++;
    let gone = false;
    return {
      data: async () => {
        if (gone) throw new Error('read after dispose');
        this.read++;
        return Float32Array.from(values);
      },
      dispose: () => {
        if (gone) throw new Error('disposed twice');
        gone = true;
        this.disposed++;
      },
    };
  }
}
