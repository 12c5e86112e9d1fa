import type { TrainingRecord } from '../results/records.ts';
import { mean } from '../results/statistics.ts';

/** One arm's learning curve: at each step the mean over seeds, with the lowest and highest seed. */
export interface CurveBand {
  arm: string;
  seeds: number;
  points: { step: number; mean: number; low: number; high: number }[];
}

/**
 * Joins the curves of each arm's seeds. A step counts where every seed of the arm has been
 * evaluated, so that a mean never changes because a seed is missing; what is not finite (a JSON
 * null) is as if it had not been evaluated. Arms without such a step are left out.
 */
export function curveBands(records: readonly TrainingRecord[]): CurveBand[] {
  return [...new Set(records.map((record) => record.arm))]
    .map((arm) => bandOf(arm, records))
    .filter((band) => band.points.length > 0);
}

function bandOf(arm: string, records: readonly TrainingRecord[]): CurveBand {
  const curves = records.filter((record) => record.arm === arm).map((record) => record.curve);
  const values = new Map<number, number[]>();
  for (const [step, error] of curves.flat()) {
    if (!Number.isFinite(step) || !Number.isFinite(error)) continue;
    values.set(step, [...(values.get(step) ?? []), error]);
  }
  const points = [...values]
    .filter(([, errors]) => errors.length === curves.length)
    .sort(([a], [b]) => a - b)
    .map(([step, errors]) => ({
      step,
      mean: mean(errors),
      low: Math.min(...errors),
      high: Math.max(...errors),
    }));
  return { arm, seeds: curves.length, points };
}
