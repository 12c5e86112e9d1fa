import { createRng } from '@gradus/samplers';
import { describe, expect, test } from 'vitest';
import { batchesOf, chiSquare, countsOf } from '../test/helpers.ts';
import { type BanditOptions, bandit, decode, encode } from './index.ts';

const good: BanditOptions = {
  tasks: [
    [0, 1, 2],
    [3, 4],
    [5, 6, 7, 8],
  ],
  batchSize: 2,
  steps: 50,
  random: createRng(1),
};

describe('bandit', () => {
  test('draws each batch from one task, in shuffled passes over its samples', async () => {
    const batches = await batchesOf(bandit(good));
    for (const [t, task] of [...(good.tasks as number[][])].entries()) {
      const drawn = batches.flatMap(({ phase, indices }) => (phase === t ? [...indices] : []));
      for (let at = 0; at + task.length <= drawn.length; at += task.length) {
        expect(drawn.slice(at, at + task.length).sort()).toEqual(task);
      }
      expect(drawn.length).toBeGreaterThan(10);
    }
  });

  test('chooses evenly before any reward, and as its control for good', async () => {
    for (const control of [false, true]) {
      const curriculum = bandit({ ...good, steps: 9000, rate: 1, control, random: createRng(2) });
      const phases: number[] = [];
      for await (const { step, phase } of curriculum) {
        phases.push(phase);
        if (control) curriculum.reward(step, phase);
      }
      expect([...curriculum.probabilities()]).toEqual(Array(3).fill(expect.closeTo(1 / 3, 12)));
      expect(chiSquare(countsOf(phases, 3), Array(3).fill(1 / 3))).toBeLessThan(4);
    }
  });

  test('follows the formula of EXP3.S, with the share of its t-th choice', async () => {
    for (const share of [undefined, 0.02]) {
      const [rate, epsilon, N] = [0.05, 0.1, 3];
      const options = { ...good, steps: 200, rate, exploration: epsilon, rescale: false };
      const curriculum = bandit({ ...options, share, random: createRng(3) });
      // Graves et al. 2017, in logarithms as they write it.
      let w: number[] = Array(N).fill(0);
      const policy = () => {
        const sum = w.reduce((total, x) => total + Math.exp(x), 0);
        return w.map((x) => ((1 - epsilon) * Math.exp(x)) / sum + epsilon / N);
      };
      const random = createRng('rewards');
      for await (const { step, phase } of curriculum) {
        const pi = policy();
        curriculum.probabilities().forEach((p, i) => {
          expect(p).toBeCloseTo(pi[i] as number, 9);
        });
        const r = 2 * random() - 1;
        curriculum.reward(step, r);
        const u = w.map((x, i) => Math.exp(x + (i === phase ? (rate * r) / (pi[i] as number) : 0)));
        const alpha = share ?? 1 / (step + 2);
        w = u.map((own, i) => {
          const others = u.reduce((sum, other, j) => (j === i ? sum : sum + other), 0);
          return Math.log((1 - alpha) * own + (alpha / (N - 1)) * others);
        });
      }
    }
  });

  test('maps rewards to their place between the 20th and 80th percentile so far', async () => {
    // With two arms, share 0 and one rewarded choice at a time the scaled reward can be read off.
    const rewards = [5, 7, 6, 100, -50, 6.5, 5.5, 5];
    const quantile = (sorted: number[], part: number) => {
      const place = part * (sorted.length - 1);
      const low = Math.floor(place);
      const [a, b] = [sorted[low] as number, sorted[Math.ceil(place)] as number];
      return a + (place - low) * (b - a);
    };
    const curriculum = bandit({
      ...good,
      tasks: [[0], [1]],
      rate: 0.5,
      share: 0,
      exploration: 1, // then every choice has the probability 1/2
      steps: rewards.length,
    });
    const learning = { ...good, tasks: [[0], [1]], rate: 0.5, share: 0, exploration: 1e-9 };
    let from: ReturnType<typeof curriculum.snapshot> | undefined;
    const history: number[] = [];
    let logRatio = 0;
    for await (const { step, phase } of curriculum) {
      const value = rewards[step] as number;
      curriculum.reward(step, value);
      history.push(value);
      const sorted = [...history].sort((a, b) => a - b);
      const [low, high] = [quantile(sorted, 0.2), quantile(sorted, 0.8)];
      const scaled =
        low === high ? 0 : Math.max(-1, Math.min(1, (2 * (value - low)) / (high - low) - 1));
      logRatio += (phase === 1 ? 1 : -1) * 0.5 * scaled * 2;
      const weights = curriculum.snapshot().state.weights as Float64Array;
      expect(Math.log((weights[1] as number) / (weights[0] as number))).toBeCloseTo(logRatio, 9);
      from = curriculum.snapshot();
    }
    expect(from?.state.rewards).toEqual(Float64Array.from([...rewards].sort((a, b) => a - b)));
    expect(() => bandit({ ...learning, steps: rewards.length, from })).toThrow(
      'its exploration is',
    );
  });

  test('keeps an even sample of a thousand rewards', async () => {
    const curriculum = bandit({ ...good, steps: 20_000, random: createRng(8) });
    for await (const { step } of curriculum) curriculum.reward(step, step);
    const kept = curriculum.snapshot().state.rewards as Float64Array;
    expect(kept).toHaveLength(1000);
    expect([...kept].sort((a, b) => a - b)).toEqual([...kept]);
    const tenths = countsOf(
      [...kept].map((step) => Math.floor(step / 2000)),
      10,
    );
    expect(chiSquare(tenths, Array(10).fill(0.1))).toBeLessThan(4);
  });

  test('does nothing with the only task there is but draw from it', async () => {
    const curriculum = bandit({ ...good, tasks: [[7]] });
    for await (const { step, indices } of curriculum) {
      expect([...indices]).toEqual([7, 7]);
      curriculum.reward(step, step);
    }
    expect([...curriculum.probabilities()]).toEqual([1]);
  });

  test('stays sound with rewards beyond any scale', async () => {
    for (const rescale of [true, false]) {
      const curriculum = bandit({ ...good, steps: 300, rate: 10, rescale, random: createRng(4) });
      for await (const { step, phase } of curriculum) {
        curriculum.reward(step, (phase - 1) * 1e300 * (step % 2 === 0 ? 1 : -1e-300));
        const sum = curriculum.probabilities().reduce((total, p) => total + p, 0);
        expect(sum).toBeCloseTo(1, 9);
        for (const p of curriculum.probabilities()) expect(p).toBeGreaterThan(0.016); // 0.05 / 3
      }
    }
  });

  test('takes late rewards, those of a loop that fetches ahead, also after a snapshot', async () => {
    const late = async (curriculum: ReturnType<typeof bandit>, most = Infinity) => {
      const phases: number[] = [];
      for await (const { step, phase } of curriculum) {
        phases.push(phase);
        if (step >= 3) curriculum.reward(step - 3, step % 5);
        if (step + 1 === most) break;
      }
      return { phases, probabilities: [...curriculum.probabilities()] };
    };
    const make = (seed: number, from?: ReturnType<ReturnType<typeof bandit>['snapshot']>) =>
      bandit({ ...good, rate: 0.1, random: createRng(seed), from });
    const whole = await late(make(6));
    for (const most of [1, 2, 3, 4, 20, 49]) {
      const left = make(6);
      await late(left, most);
      const from = decode(encode(left.snapshot()));
      expect(await late(make(9, from))).toEqual({ ...whole, phases: whole.phases.slice(most) });
    }
  });

  test('refuses a reward that is not due, twice given, or not finite', async () => {
    const curriculum = bandit(good);
    expect(() => curriculum.reward(0, 1)).toThrow(new RangeError('reward: none is due for step 0'));
    await batchesOf(curriculum, 2);
    expect(() => curriculum.reward(1, Number.NaN)).toThrow(
      'value must be finite, got NaN (step 1)',
    );
    curriculum.reward(1, 1);
    curriculum.reward(0, 1);
    expect(() => curriculum.reward(1, 1)).toThrow('none is due for step 1');
    expect(() => curriculum.reward(2, 1)).toThrow('none is due for step 2');
  });

  test.each([
    [{ tasks: [] }, 'tasks.length must be an integer >= 1, got 0'],
    [{ tasks: undefined as never }, 'tasks.length must be an integer >= 1, got undefined'],
    [{ tasks: [[0], []] }, 'tasks[1] must hold at least one index'],
    [{ tasks: [[0], [0.5]] }, 'tasks[1][0] must be an integer from 0'],
    [{ rate: 0 }, 'rate must be in (0, Infinity), got 0'],
    [{ exploration: 0 }, 'exploration must be in (0, 1], got 0'],
    [{ share: 0.6 }, 'share must be in [0, 0.5], got 0.6'],
    [{ rescale: 1 as never }, 'rescale must be true or false, got 1'],
    [{ control: 1 as never }, 'control must be true or false, got 1'],
  ])('refuses %o', (bad, message) => {
    expect(() => bandit({ ...good, ...bad })).toThrow(`bandit: ${message}`);
  });
});

/** How the share of the best arm goes, in parts of the steps, where the best arm is `best(step)`. */
async function simulate(
  options: Partial<BanditOptions> & { steps: number; arms: number },
  seed: number,
  reward: (arm: number, step: number, random: () => number) => number,
  best: (step: number) => number,
) {
  const random = createRng(`rewards ${seed}`);
  const tasks = Array.from({ length: options.arms }, (_, t) => [t]);
  const curriculum = bandit({ tasks, batchSize: 1, ...options, random: createRng(seed) });
  const parts = new Float64Array(12);
  let regret = 0;
  for await (const { step, phase } of curriculum) {
    const rewards = tasks.map((_, arm) => reward(arm, step, random));
    curriculum.reward(step, rewards[phase] as number);
    regret += (rewards[best(step)] as number) - (rewards[phase] as number);
    const part = Math.floor((12 * step) / options.steps);
    if (phase === best(step)) (parts[part] as number) += 12 / options.steps;
  }
  return { parts, regret };
}

describe('EXP3.S', () => {
  test('with the parameters of Auer et al., chooses as their algorithm does', async () => {
    const [N, T, gamma] = [4, 300, 0.2];
    const off = async (share: number) => {
      const curriculum = bandit({
        tasks: [[0], [1], [2], [3]],
        batchSize: 1,
        steps: T,
        exploration: gamma,
        rate: gamma / N,
        share,
        rescale: false,
        random: createRng(5),
      });
      // Auer et al. 2002, Exp3.S with alpha = 1 / T.
      const w: number[] = Array(N).fill(1);
      const random = createRng('rewards');
      let most = 0;
      for await (const { step, phase } of curriculum) {
        const sum = w.reduce((a, b) => a + b);
        const p = w.map((weight) => ((1 - gamma) * weight) / sum + gamma / N);
        most = Math.max(
          most,
          ...curriculum.probabilities().map((q, i) => Math.abs(q / (p[i] as number) - 1)),
        );
        const reward = random() < (phase === 2 ? 0.9 : 0.2) ? 1 : 0;
        curriculum.reward(step, reward);
        for (let i = 0; i < N; i++) {
          const estimate = i === phase ? reward / (p[i] as number) : 0;
          w[i] = (w[i] as number) * Math.exp((gamma * estimate) / N) + ((Math.E / T) * sum) / N;
        }
      }
      return most;
    };
    expect(await off((Math.E * (N - 1)) / (N * (T + Math.E)))).toBeLessThan(0.02);
    // Power: nothing shared, and N / (N - 1) times as much.
    expect(await off(0)).toBeGreaterThan(0.5);
    expect(await off(Math.E / T)).toBeGreaterThan(0.1);
  });

  test('with the parameters of Auer et al., the mean regret is below the bound of their corollary 8.3', async () => {
    const [N, T, S] = [5, 40_000, 3];
    const spread = N * (S * Math.log(N * T) + Math.E);
    const gamma = Math.sqrt(spread / ((Math.E - 1) * T));
    const bound = 2 * Math.sqrt((Math.E - 1) * spread * T);
    const best = (step: number) => [1, 4, 0][Math.floor((3 * step) / T)] as number;
    const win = (arm: number, step: number, random: () => number) =>
      random() < (arm === best(step) ? 0.9 : 0.1) ? 1 : 0;
    const regrets = async (options: Partial<BanditOptions>) => {
      let sum = 0;
      for (let seed = 0; seed < 4; seed++) {
        const run = { steps: T, arms: N, rescale: false, ...options };
        sum += (await simulate(run, seed, win, best)).regret;
      }
      return sum / 4;
    };
    const share = (Math.E * (N - 1)) / (N * (T + Math.E));
    const authors = { exploration: gamma, rate: gamma / N, share };
    expect(await regrets(authors)).toBeLessThan(bound);
    // Power: choosing at random is far above it, and so is one that forgets nothing.
    expect(await regrets({ control: true })).toBeGreaterThan(2 * bound);
    expect(await regrets({ ...authors, share: 0 })).toBeGreaterThan(bound);
  });

  test('with the defaults of Graves et al., finds the best arm and follows it when it changes', async () => {
    const steps = 60_000;
    const best = (step: number) => (step < steps / 2 ? 1 : 3);
    const progress = (arm: number, step: number, random: () => number) =>
      (arm === best(step) ? 0.6 : 0.3) + 0.4 * (random() - 0.5);
    for (let seed = 1; seed <= 3; seed++) {
      const { parts } = await simulate({ steps, arms: 4 }, seed, progress, best);
      expect(parts[5]).toBeGreaterThan(0.85); // of the last 5000 before the change
      expect(parts[6]).toBeLessThan(0.6);
      expect(parts[11]).toBeGreaterThan(0.85);
    }
    const random = await simulate({ steps, arms: 4, control: true }, 1, progress, best);
    expect(random.parts[5]).toBeLessThan(0.3);
  });
});
