/**
 * The amount that, added to the chances before they are clipped to [0, 1], makes the first m sum to `count`.
 *
 * The sum rises with the amount in straight pieces, so that Newton's rule, kept inside a bracket, is there in a step or two.
 *
 * @param count In [0, m].
 */
export function shiftToSum(chances: Float64Array, m: number, count: number): number {
  let shift = 0;
  let low = -1;
  let high = 1;
  for (let iteration = 0; iteration < 60; iteration++) {
    let sum = 0;
    let free = 0;
    for (let c = 0; c < m; c++) {
      const chance = (chances[c] as number) + shift;
      if (chance >= 1) sum += 1;
      else if (chance > 0) {
        sum += chance;
        free++;
      }
    }
    const lack = count - sum;
    if (Math.abs(lack) < 1e-9) break;
    if (lack > 0) low = shift;
    else high = shift;
    const newton = shift + lack / free; // infinite where none is free
    shift = newton > low && newton < high ? newton : (low + high) / 2;
  }
  return shift;
}
