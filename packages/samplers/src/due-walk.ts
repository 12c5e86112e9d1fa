import { copyTo } from './copy-to.ts';
import type { Random } from './random.ts';

/** Amounts this close to a whole number are taken to be it: see `systematicSample`. */
export const NEARLY = 1e-9;
const NEARLY_ONE = 1 - NEARLY;

/** How many indices are walked with one point in every unit. */
const CHUNK = 64;
/** How many are copied at a time to where the compiler knows arrays and their lengths, which halves a walk's time. */
const BLOCK = 1024;
const BELOW_ONE = 1 - 2 ** -53;

// No walk begins inside another, unless `random` is made of one.
const weightsHere = /* @__PURE__ */ new Float64Array(BLOCK);
const owedHere = /* @__PURE__ */ new Float64Array(BLOCK);
const chances = /* @__PURE__ */ new Float64Array(BLOCK);
const wholeHere = /* @__PURE__ */ new Int32Array(BLOCK + 1);
const onceHere = /* @__PURE__ */ new Int32Array(BLOCK + 1);

/** Those who are drawn on a walk, in rooms that are kept from walk to walk. */
export interface Due {
  /** Those who are due as a whole, in the first `wholes`; `times` each, `total` times together. */
  whole: Int32Array;
  times: Int32Array;
  wholes: number;
  total: number;
  /** Those drawn by chance, once each and not yet taken off what they are owed, in the first `onces`. */
  once: Int32Array;
  onces: number;
}

export function roomFor(size: number): Due {
  return {
    whole: new Int32Array(size + 1),
    times: new Int32Array(size),
    wholes: 0,
    total: 0,
    once: new Int32Array(size + 1),
    onces: 0,
  };
}

/**
 * The chance with which one who was owed `before`, and now is owed `due` below 1, is drawn now: see `quotaSampler`.
 *
 * A const of this file, as that is what an engine need not look up at every call: a twentieth of a walk's time.
 */
const chance = (before: number, due: number): number => {
  const ahead = (before + Math.abs(before)) / 2; // the larger of it and 0, without a branch on it
  const gain = due - ahead;
  return (gain + Math.abs(gain)) / 2 / (1 - ahead);
};

/** The same for other files. */
export function chanceOf(before: number, due: number): number {
  return chance(before, due);
}

/**
 * Adds each one's share to what it is owed, and draws: what is due as a whole, and the rest with its chance.
 *
 * With the chances laid end to end on a line, one index is drawn from each unit of it, at a point that is random but the
 * same in each, as in systematic sampling. At the first border of units in every 64 indices the points are moved, so that no
 * period of the data falls in with them. An index across such a border, a of it before and b of it after, is drawn after
 * it with chance b / (1 - a) if it was not drawn before, and is not if it was: so it is drawn at most once, and with chance
 * a + b in all. By chance as many are drawn as the chances sum to, up or down to a whole number.
 *
 * Who is drawn is as good as random, so nothing but the borders, and who is due as a whole, is branched on. Nearly all of
 * the time is the arithmetic: C takes half of it where it does eight numbers at once, else no less (`pnpm bench even-plans`).
 *
 * @see Madow 1949, On the theory of systematic sampling II
 * @see Deville 1998, Une nouvelle méthode de tirage à probabilités inégales: the rule at the borders
 */
export function walkDue(
  weights: ArrayLike<number>,
  scale: number,
  owed: Float64Array,
  random: Random,
  due: Due,
): void {
  due.total = 0;
  due.wholes = 0;
  let drawn = 0;
  let line = 0;
  // One is drawn where line + point reaches a whole number. The plus says that it is a number: or it is kept in a box.
  let point = +random();
  for (let start = 0; start < owed.length; start += BLOCK) {
    const size = Math.min(BLOCK, owed.length - start);
    owedHere.set(owed.subarray(start, start + size));
    copyTo(weightsHere, weights, start, start + size);
    takeWholes(due, start, addShares(scale, size));
    owed.set(owedHere.subarray(0, size), start);
    const former = drawn;
    for (let k = 0; k < size; ) {
      const end = Math.min(size, k + CHUNK);
      while (k < end) {
        const from = line;
        line += chances[k] as number;
        const border = Math.floor(line);
        onceHere[drawn - former] = start + k++; // whoever comes next takes its place, unless it is drawn
        if (border > from) {
          point = movedPoint(border - from, line - border, drawn < border, random());
          drawn = (line + point) | 0;
          break;
        }
        drawn = (line + point) | 0;
      }
      line = layOut(k, end, line, point, drawn - former, former, start);
      drawn = (line + point) | 0;
      k = end;
    }
    due.once.set(onceHere.subarray(0, drawn - former), former);
  }
  due.onces = drawn;
}

/** Adds the shares to what is owed here, works out the chances, and notes who is due as a whole; returns how many. */
function addShares(scale: number, size: number): number {
  let wholes = 0;
  for (let k = 0; k < size; k++) {
    const before = owedHere[k] as number;
    const now = before + (weightsHere[k] as number) * scale;
    owedHere[k] = now;
    chances[k] = chance(before, now);
    wholeHere[wholes] = k; // whoever comes next takes its place, unless it is due
    wholes += Number(now >= NEARLY_ONE);
  }
  return wholes;
}

/** Takes off what is owed here what is due as a whole. */
function takeWholes(due: Due, start: number, wholes: number): void {
  for (let w = 0; w < wholes; w++) {
    const k = wholeHere[w] as number;
    const now = owedHere[k] as number;
    // Owed one and more, but without a weight now: it waits.
    const times = (weightsHere[k] as number) > 0 ? Math.floor(now + NEARLY) : 0;
    due.whole[due.wholes] = start + k;
    due.times[due.wholes++] = times;
    due.total += times;
    owedHere[k] = now - times;
    chances[k] = times > 0 ? Math.max(0, now - times) : 0;
  }
}

/** Lays the chances from one on to the line, and notes who is drawn; `former` were drawn before these. */
function layOut(
  from: number,
  end: number,
  line: number,
  point: number,
  drawn: number,
  former: number,
  start: number,
): number {
  let to = line;
  let place = drawn;
  for (let k = from; k < end; k++) {
    to += chances[k] as number;
    onceHere[place] = start + k;
    place = ((to + point) | 0) - former;
  }
  return to;
}

/** Another point, in [0, 1): at 1 - b or above it draws the one who lies across the border, b of it beyond. */
function movedPoint(a: number, b: number, isDrawn: boolean, number: number): number {
  if (isDrawn) return (1 - b) * number;
  const chance = b / (1 - a);
  if (number >= chance) return (1 - b) * ((number - chance) / (1 - chance));
  return Math.min(BELOW_ONE, 1 - b + b * (number / chance));
}
