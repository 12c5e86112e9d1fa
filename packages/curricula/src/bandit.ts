import { checkBoolean, checkIndices, checkInteger, checkWithin } from './check.ts';
import { begin, checkCommon, countOf, indicesOf } from './course.ts';
import type { Curriculum, CurriculumOptions } from './curriculum.ts';
import { Exp3S } from './exp3s.ts';
import { fingerprint } from './fingerprint.ts';
import { below, Passes } from './passes.ts';
import { isArray } from './random-state.ts';
import { Reservoir } from './reservoir.ts';

export interface BanditOptions extends CurriculumOptions {
  /** The samples of each task: at least one task, of at least one sample; a sample may be in several. */
  tasks: ArrayLike<ArrayLike<number>>;
  /** How fast rewards move the weights, eta, > 0; default 0.001. */
  rate?: number | undefined;
  /** The part of the choices that is made evenly, epsilon, in (0, 1]; default 0.05. */
  exploration?: number | undefined;
  /**
   * What each task gives to the others at a reward, alpha, in [0, 1/2]; default: 1 / t at the t-th choice,
   * so 1/2, 1/3, ... at the first rewards.
   */
  share?: number | undefined;
  /**
   * Whether rewards are mapped to [-1, 1] by their own history, so that their scale does not matter;
   * default: true.
   */
  rescale?: boolean | undefined;
  /** The random twin: every task as likely, whatever the rewards; default: false. */
  control?: boolean | undefined;
}

/** A curriculum that learns from rewards which task to train on. */
export interface BanditCurriculum extends Curriculum {
  /**
   * Tells how much was learned from a batch.
   *
   * @param step The batch's; each once, in any order, late ones too, if not all.
   * @param value Finite, larger is better; with `rescale: false` in [-1, 1] or [0, 1].
   * @throws RangeError if no reward is due for that step, or the value is not finite.
   */
  reward(step: number, value: number): void;
  /** With what probability each task is chosen for the next batch, `[tasks]`, sum 1. */
  probabilities(): Float64Array;
}

const MOST_REWARDS = 1000;

/**
 * Chooses for each batch the task that teaches most at present, by EXP3.S on what you call a reward.
 *
 * Task i is chosen with probability pi_i = (1 - epsilon) w_i / sum w + epsilon / N, and the batch drawn from
 * shuffled passes over its samples. A reward r for task a makes u_a = w_a e^(eta r / pi_a), u_i = w_i
 * otherwise, and then w_i = (1 - alpha_t) u_i + alpha_t / (N - 1) sum over j != i of u_j, alpha_t = 1 / t.
 *
 * With `rescale`, a reward is first put between the 20th and 80th percentile of those so far (itself
 * included): 2 (r - q20) / (q80 - q20) - 1, cut to [-1, 1], and 0 while the two are the same. Percentiles
 * are of an even sample of at most 1000 of the rewards (a reservoir, drawn with `random`).
 *
 * The defaults are those of Graves et al., eta = 0.001, epsilon = 0.05, with their beta = 0 (which is left
 * out). They are slow: some thousand updates until a task is found to be better, ln(ratio) / eta. Their
 * rewards are learning progress over the time the batch took, above all prediction gain: the loss on the
 * batch before the update, less that after it. For the setting of Auer et al. on T choices with rewards in
 * [0, 1], whose mean regret is at most 2 sqrt(e - 1) sqrt(N T (S ln(N T) + e)) against any sequence of S
 * runs of one task each: gamma = min(1, sqrt(N (S ln(N T) + e) / ((e - 1) T))), `exploration: gamma`,
 * `rate: gamma / N`, `share: Math.E * (N - 1) / (N * (T + Math.E))` and `rescale: false`. (Theirs is
 * w_i = u_i + e alpha / N sum w with alpha = 1 / T, which has the same proportions but for the sum, theirs of the
 * weights before the reward; and the bound is that of their theorem 8.1 at its least over gamma.)
 *
 * Snapshots hold the rewards that are still due, so they may be told to the continuing curriculum.
 *
 * @returns Batches whose `phase` is the number of the task.
 * @throws RangeError or TypeError if a task is empty or holds anything but integers of at least 0, or
 * another option is out of its range.
 * @see Graves, Bellemare, Menick, Munos and Kavukcuoglu 2017, Automated curriculum learning for neural networks,
 * arXiv:1704.03003
 * @see Auer, Cesa-Bianchi, Freund and Schapire 2002, The nonstochastic multiarmed bandit problem, section 8,
 * algorithm Exp3.S and corollary 8.3
 *
 * @example
 * ```ts
 * import { bandit } from '@gradus/curricula';
 * import { createRng } from '@gradus/samplers';
 * const curriculum = bandit({
 *   tasks: [[0, 1, 2], [3, 4, 5]], batchSize: 2, steps: 400, rate: 0.02, random: createRng(1),
 * });
 * const chosen = [0, 0];
 * for await (const { step, phase } of curriculum) {
 *   chosen[phase]++;
 *   curriculum.reward(step, phase === 1 ? 0.3 : 0.1); // instead: what the update gained
 * }
 * chosen[1] > 3 * chosen[0]; // => true
 * ```
 */
export function bandit(options: BanditOptions): BanditCurriculum {
  const name = 'bandit';
  const { tasks, batchSize, random, share } = options;
  const { rate = 1e-3, exploration = 0.05, rescale = true, control = false } = options;
  checkInteger(name, 'tasks.length', tasks?.length, 1);
  const count = tasks.length;
  for (let t = 0; t < count; t++) {
    const task = tasks[t] as ArrayLike<number>;
    if (!(task?.length >= 1)) {
      throw new RangeError(`${name}: tasks[${t}] must hold at least one index`);
    }
    checkIndices(name, `tasks[${t}]`, task, 2 ** 31);
  }
  checkCommon(name, options);
  checkWithin(name, 'rate', rate, { above: 0, most: Infinity });
  checkWithin(name, 'exploration', exploration, { above: 0, most: 1 });
  if (share !== undefined) {
    checkWithin(name, 'share', share, { above: 0, most: 0.5, inclusive: true });
  }
  checkBoolean(name, 'rescale', rescale);
  checkBoolean(name, 'control', control);

  const passes = Array.from(tasks, (task) => {
    return new Passes(name, Int32Array.from(task), task.length, random);
  });
  const arms = new Exp3S(count, exploration);
  const rewards = new Reservoir(name, rescale ? MOST_REWARDS : 0, random);
  let rewarded = 0;
  /** The batches whose reward is still due: their task, and how likely it was. */
  const due = new Map<number, { task: number; probability: number }>();

  const total = passes.reduce((sum, { order }) => sum + order.length, 0);
  function together(): Int32Array {
    const orders = new Int32Array(total);
    let at = 0;
    for (const { order } of passes) {
      orders.set(order, at);
      at += order.length;
    }
    return orders;
  }

  const probabilities = () =>
    control ? new Float64Array(count).fill(1 / count) : arms.probabilities();

  function scaled(value: number): number {
    if (!rescale) return value;
    rewards.add(value);
    const low = rewards.quantile(0.2);
    const high = rewards.quantile(0.8);
    if (low === high) return 0;
    return Math.max(-1, Math.min(1, (2 * (value - low)) / (high - low) - 1));
  }

  const curriculum = begin(
    {
      name,
      settings: {
        tasks: Array.from(tasks, fingerprint).join(' '),
        rate,
        exploration,
        share: share ?? '1 / t',
        rescale,
        control,
      },
      size: 1 + together().reduce((most, index) => Math.max(most, index), 0),
      samples: () => new Set(together()).size,
      take(step) {
        const chances = probabilities();
        const task = control ? below(name, count, random) : choose(random(), chances);
        due.set(step, { task, probability: chances[task] as number });
        return { phase: task, indices: (passes[task] as Passes).take(batchSize) };
      },
      save: () => ({
        orders: together(),
        ats: Int32Array.from(passes, ({ at }) => at),
        weights: arms.weights.slice(),
        rewarded,
        rewards: rewards.values.slice(0, rewards.size),
        seen: rewards.seen,
        dueSteps: Float64Array.from(due.keys()),
        dueTasks: Int32Array.from(due.values(), ({ task }) => task),
        dueChances: Float64Array.from(due.values(), ({ probability }) => probability),
      }),
      load(state, step) {
        const orders = indicesOf(name, state, 'orders', { length: total, size: 2 ** 31 });
        const ats = indicesOf(name, state, 'ats', { length: count, size: 2 ** 31 });
        let from = 0;
        for (const [t, { order }] of passes.entries()) {
          order.set(orders.subarray(from, from + order.length));
          from += order.length;
          passes[t]?.seek(order.length, Math.min(ats[t] as number, order.length));
        }
        arms.weights.set(numbersOf(state, 'weights', count));
        rewarded = countOf(name, state, 'rewarded', step);
        rewards.seen = countOf(name, state, 'seen', step);
        rewards.size = Math.min(rewards.seen, rewards.values.length);
        rewards.values.set(numbersOf(state, 'rewards', rewards.size));
        const dueTasks = indicesOf(name, state, 'dueTasks', { size: count });
        const dueSteps = numbersOf(state, 'dueSteps', dueTasks.length);
        const dueChances = numbersOf(state, 'dueChances', dueTasks.length);
        for (const [k, task] of dueTasks.entries()) {
          due.set(dueSteps[k] as number, { task, probability: dueChances[k] as number });
        }
      },
    },
    options,
  );

  function numbersOf(state: Record<string, unknown>, key: string, length: number): Float64Array {
    const value = state[key];
    if (!isArray(value, 'Float64Array') || value.length !== length) {
      throw new RangeError(
        `${name}: cannot continue this snapshot: its ${key} is not a Float64Array of ${length}`,
      );
    }
    return value;
  }

  return Object.assign(curriculum, {
    probabilities,
    reward(step: number, value: number) {
      const of = due.get(step);
      if (of === undefined) throw new RangeError(`reward: none is due for step ${step}`);
      if (!Number.isFinite(value)) {
        throw new RangeError(`reward: value must be finite, got ${value} (step ${step})`);
      }
      due.delete(step);
      rewarded++;
      if (control) return;
      arms.reward(of.task, {
        value: scaled(value),
        probability: of.probability,
        rate,
        share: share ?? 1 / (rewarded + 1),
      });
    },
  });
}

/** Where u falls among these probabilities. */
function choose(u: number, probabilities: Float64Array): number {
  if (!(u >= 0 && u < 1))
    throw new RangeError(`bandit: random() must be in [0, 1), but it gave ${u}`);
  let sum = 0;
  for (const [i, probability] of probabilities.entries()) {
    sum += probability;
    if (u < sum) return i;
  }
  return probabilities.length - 1; // the sum was rounded to less than 1
}
