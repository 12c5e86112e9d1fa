import type { Extent } from './checks.ts';

const TWO_TO_300 = 2.037035976334486e90;

/**
 * A power of two that brings the spread of the scores to where (score - min) / temperature neither overflows nor loses
 * bits to underflow. 1 but for spreads outside 1e-270 to 1e270, where multiplying by it is exact as well; and for equal
 * scores, which may be too large to be multiplied.
 */
export function scaleOf({ min, max }: Extent): number {
  const spread = max - min;
  if (spread > 1e270) return 1 / TWO_TO_300;
  if (spread > 0 && spread < 1e-270) return TWO_TO_300;
  return 1;
}
