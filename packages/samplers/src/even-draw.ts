import { drawFrom, type Random } from './random.ts';
import { shiftToSum } from './shift-to-sum.ts';

/**
 * Draws exactly `count` of m candidates, each at most once and c with about `chances[c]`, spread evenly over them.
 *
 * First all chances are moved by one amount, and clipped to [0, 1], so that they sum to `count`. Laid end to end on a line,
 * one candidate is then drawn from each unit of it, at a random point. One that lies across the border of two units, a of
 * it in the first and b in the second, is drawn in the second with chance b / (1 - a) if it was not in the first, and is
 * left out of the second if it was: so it is drawn at most once, with chance a + b in all. This is as even as systematic
 * sampling, and no period of the data can fall in with it, for each unit has its own point.
 *
 * @param chances In [0, 1]; the first m count.
 * @param count An integer in [0, m].
 * @param out Receives the numbers of the candidates, ascending but for those with a chance of 1, from `out[from]` on.
 * @see Deville 1998, Une nouvelle méthode de tirage à probabilités inégales
 * @see Chauvet 2012, On a characterization of ordered pivotal sampling: it is the same law
 */
export function drawEvenly(
  caller: string,
  chances: Float64Array,
  m: number,
  count: number,
  random: Random,
  out: Int32Array,
  from: number,
): void {
  const shift = shiftToSum(chances, m, count);
  const end = from + count;
  let k = from;
  let line = 0; // how far the present unit is filled
  let point = drawFrom(caller, random); // where it is drawn from; beyond 1 once that is done
  for (let c = 0; c < m && k < end; c++) {
    const chance = (chances[c] as number) + shift;
    if (chance <= 0) continue;
    if (chance >= 1) {
      out[k++] = c;
      continue;
    }
    const start = line;
    line += chance;
    const drawn = line > point;
    if (drawn) {
      out[k++] = c;
      point = 2;
    }
    if (line < 1) continue;
    line -= 1; // c lies across the border: 1 - start of it before, `line` of it after
    if (!drawn && k < end && drawFrom(caller, random) * start < line) {
      out[k++] = c;
      point = 2;
    } else point = line + (1 - line) * drawFrom(caller, random);
  }
  // Where rounding left the last unit short of 1 and its point was there: the last that was not drawn.
  for (let c = m - 1; k < end; c--) if (!out.subarray(from, k).includes(c)) out[k++] = c;
}
