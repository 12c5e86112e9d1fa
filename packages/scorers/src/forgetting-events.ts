import { checkScores, checkSize, checkSnapshot } from './check-history.ts';

/** What `forgettingEvents` knows of each sample; of JSON's kind. */
export interface ForgettingSnapshot {
  forgotten: number[];
  /** Whether the latest answer was right: 1, 0, or -1 where there was none. */
  latest: number[];
  learned: number[];
}

export interface ForgettingEvents {
  /** Notes whether each of these samples was answered rightly now. */
  observe(indices: ArrayLike<number>, correct: ArrayLike<boolean | number>): void;
  /** How often each sample was forgotten, `[size]`; see `neverLearned`. */
  scores(): Float32Array;
  snapshot(): ForgettingSnapshot;
}

/**
 * Forgetting events: how often a sample went from right to wrong over training.
 *
 * score_i = number of times that sample i was answered rightly at one observation and wrongly at its next. A
 * sample that has never been right, or never observed, scores `neverLearned`: the paper counts it as forgotten
 * infinitely often, so that it comes last.
 *
 * @param size How many samples there are.
 * @param options.neverLearned The score of what was never right; one more than the largest count by default,
 *   which is finite and comes last too.
 * @param options.from A snapshot to go on from.
 * @returns `observe`, `scores()` `[size]`, higher = harder, and `snapshot()`.
 * @throws RangeError for a size, index or snapshot that does not fit.
 * @see Toneva et al. 2019, An Empirical Study of Example Forgetting during Deep Neural Network Learning,
 *   section 3
 *
 * @example
 * ```ts
 * import { forgettingEvents } from '@gradus/scorers';
 * const history = forgettingEvents(3);
 * history.observe([0, 1, 2], [true, true, false]);
 * history.observe([0, 1, 2], [true, false, false]);
 * history.scores(); // => Float32Array.of(0, 1, 2)
 * ```
 */
export function forgettingEvents(
  size: number,
  options: { neverLearned?: number | undefined; from?: ForgettingSnapshot | undefined } = {},
): ForgettingEvents {
  checkSize('forgettingEvents', size);
  const { neverLearned, from } = options;
  if (neverLearned !== undefined && !(neverLearned >= 0)) {
    throw new RangeError(`forgettingEvents: neverLearned must be >= 0, got ${neverLearned}`);
  }
  if (from) checkSnapshot('forgettingEvents', from, size, ['forgotten', 'latest', 'learned']);
  const forgotten = Float64Array.from(from?.forgotten ?? new Array(size).fill(0));
  const latest = Int8Array.from(from?.latest ?? new Array(size).fill(-1));
  const learned = Uint8Array.from(from?.learned ?? new Array(size).fill(0));
  return {
    observe(indices, correct) {
      const answers = Array.from(correct, Number);
      checkScores('forgettingEvents', size, indices, answers, 'correct', (x) => x === 0 || x === 1);
      answers.forEach((right, k) => {
        const i = indices[k] as number;
        if (latest[i] === 1 && right === 0) forgotten[i] = (forgotten[i] as number) + 1;
        latest[i] = right;
        if (right === 1) learned[i] = 1;
      });
    },
    scores() {
      const last = neverLearned ?? forgotten.reduce((a, b) => Math.max(a, b)) + 1;
      return Float32Array.from(forgotten, (count, i) => (learned[i] === 1 ? count : last));
    },
    snapshot: () => ({
      forgotten: [...forgotten],
      latest: [...latest],
      learned: [...learned],
    }),
  };
}
