import type { Backend } from './backends.ts';
import type { Goal } from './goal.ts';
import { isGpu } from './measure.ts';
import type { Row } from './suite.ts';

/** How many times as long tfjs's operations take as a scorer takes. */
export interface Speedup {
  scorer: string;
  what: string;
  times: number;
}

/** Of the two rows that `scoringArms` gives. */
export function speedup(scorer: string, what: string, rows: Row[]): Speedup {
  const [fused = Number.NaN, composed = Number.NaN] = rows.map((row) =>
    'median' in row ? row.median : Number.NaN,
  );
  return { scorer, what, times: composed / fused || 0 }; // 0 where one was not measured
}

interface Wanted {
  backend: Backend['name'];
  scorers: 'every scorer' | string;
  least: number;
}

const WANTED: Wanted[] = [
  { backend: 'cpu', scorers: 'entropy', least: 6 },
  { backend: 'cpu', scorers: 'bald', least: 12 },
  { backend: 'webgl', scorers: 'entropy', least: 4 },
  { backend: 'webgl', scorers: 'bald', least: 4 },
  { backend: 'webgl', scorers: 'every scorer', least: 4 },
  { backend: 'wasm', scorers: 'every scorer', least: 1 },
];

/** Whether kernels are as much quicker than tfjs's operations as they are to be, on one backend. */
export function speedGoals(backend: Backend, speedups: readonly Speedup[]): Goal[] {
  return WANTED.filter((one) => one.backend === backend.name).map(({ scorers, least }) => {
    const goal = `${backend.name}: ${scorers} at least ${least} times as fast as tfjs's operations`;
    const known = speedups.filter(({ scorer }) => scorers === 'every scorer' || scorer === scorers);
    const [worst] = [...known].sort((a, b) => a.times - b.times);
    if (worst === undefined) return { goal, verdict: 'not measurable', found: 'no such row' };
    const found = `${worst.times.toPrecision(3)} times for ${worst.what}, the least of ${known.length}`;
    return byTime(backend, { goal, verdict: worst.times >= least ? 'met' : 'missed', found });
  });
}

/** Whether every call is one launch. */
export function launchGoal(
  { name }: Backend,
  launches: Record<string, number | undefined>,
): Goal | undefined {
  if (name !== 'webgl' && name !== 'webgpu') return undefined;
  const counted = Object.entries(launches);
  const others = counted.filter(([, count]) => count !== 1);
  return {
    goal: `${name}: one launch a call`,
    verdict: counted.length > 0 && others.length === 0 ? 'met' : 'missed',
    found:
      others.map(([what, count]) => `${what}: ${count}`).join(', ') ||
      `all ${counted.length} scorers and shapes`,
  };
}

/** Whether scores are those of the reference values; `worst` is an error over what is allowed. */
export function oracleGoal({ name }: Backend, worst: { times: number; what: string }): Goal {
  return {
    goal: `${name}: the reference values, to 2e-5 (1e-3 beyond logits of 40)`,
    verdict: worst.times <= 1 ? 'met' : 'missed',
    found: `at most ${worst.times.toPrecision(2)} of what is allowed, for ${worst.what}`,
  };
}

/** Whether scoring takes little of the time of `scoreAll`; `share` is in [0, 1]. */
export function shareGoal(backend: Backend, what: string, share: number): Goal | undefined {
  if (!isGpu(backend.name)) return undefined;
  return byTime(backend, {
    goal: `${backend.name}: under 5 % of scoreAll is scoring, ${what}`,
    verdict: share < 0.05 ? 'met' : 'missed',
    found: `${(100 * share).toFixed(1)} %`,
  });
}

/** A goal that hangs on times, which a software adapter cannot tell. */
function byTime({ software }: Backend, goal: Goal): Goal {
  return software ? { ...goal, verdict: 'not measurable', found: 'software adapter' } : goal;
}
