import type { ArmSummary, Summary, TableSummary, TrainingRecord } from './records.ts';
import { comparePaired, holm, mean, standardDeviation } from './statistics.ts';

/** What a sample's forward pass and an update cost, measured once per configuration. */
export interface Cost {
  /** One sample through the model while scoring, ms. */
  forwardMs: number;
  /** One update, ms. */
  stepMs: number;
}

/**
 * Turns finished trainings into tables: one for each data set and model, arms in the order they first appear.
 *
 * An arm is compared with the arm named `uniform` on the seeds both have finished. Its cost in updates is
 * steps + reference steps + samples scored * forwardMs / stepMs.
 */
export function summarize(records: readonly TrainingRecord[], cost: Cost): Summary {
  const keys = unique(records.map((record) => JSON.stringify([record.dataset, record.model])));
  return {
    tables: keys.map((key) => {
      const [dataset, model] = JSON.parse(key) as [string, string];
      const rows = records.filter((record) => record.dataset === dataset && record.model === model);
      return summarizeTable(dataset, model, rows, cost);
    }),
  };
}

function summarizeTable(
  dataset: string,
  model: string,
  records: readonly TrainingRecord[],
  cost: Cost,
): TableSummary {
  const uniform = new Map(
    records.filter((record) => record.arm === 'uniform').map((record) => [record.seed, record]),
  );
  const arms = unique(records.map((record) => record.arm)).map((arm) =>
    summarizeArm(
      arm,
      records.filter((record) => record.arm === arm),
      uniform,
      cost,
    ),
  );
  const corrected = holm(arms.map((arm) => arm.p));
  return { dataset, model, arms: arms.map((arm, i) => ({ ...arm, pHolm: corrected[i] ?? null })) };
}

function summarizeArm(
  arm: string,
  records: readonly TrainingRecord[],
  uniform: ReadonlyMap<number, TrainingRecord>,
  cost: Cost,
): ArmSummary {
  const errors = records.map((record) => record.testError);
  const paired = records.filter((record) => uniform.has(record.seed));
  const base = paired.map((record) => (uniform.get(record.seed) as TrainingRecord).testError);
  const compared =
    arm === 'uniform' || paired.length === 0
      ? { difference: null, ci95: null, p: null }
      : comparePaired(
          paired.map((record) => record.testError),
          base,
        );
  const reached = records.map((record) => record.stepsToUniform);
  const spent = (record: TrainingRecord) =>
    record.steps + record.referenceSteps + (record.samplesScored * cost.forwardMs) / cost.stepMs;
  return {
    arm,
    n: records.length,
    steps: records[0]?.steps ?? 0,
    meanTestError: mean(errors),
    sd: standardDeviation(errors),
    ...compared,
    pHolm: null,
    relative:
      compared.difference === null || mean(base) === 0 ? null : compared.difference / mean(base),
    updateEquivalents: mean(records.map(spent)),
    meanStepsToUniform: reached.includes(null) ? null : mean(reached as number[]),
    meanCpuMs: mean(records.map((record) => record.cpuMs)),
  };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
