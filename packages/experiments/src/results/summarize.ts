import { createRng } from '@gradus/samplers';
import { type Cost, equivalentsAt, updateEquivalents } from './cost.ts';
import type { ArmSummary, EqualCost, Summary, TableSummary, TrainingRecord } from './records.ts';
import { comparePaired, holm, mean, signFlip, standardDeviation } from './statistics.ts';

/**
 * Turns finished trainings into tables: one for each data set and model, arms in the order they first appear.
 *
 * An arm is compared with the arm named `uniform` on the seeds both have finished, and with the uniform arm whose
 * `equalTo` names it. These comparisons are one family for Holm's correction, those of the `equalTo` arms with
 * uniform left out: they are the same method with more updates.
 */
export function summarize(records: readonly TrainingRecord[], cost: Cost): Summary {
  const keys = unique(records.map((record) => JSON.stringify([record.dataset, record.model])));
  return {
    tables: keys.map((key) => {
      const [dataset, model] = JSON.parse(key) as [string, string];
      const rows = records.filter((record) => record.dataset === dataset && record.model === model);
      return { dataset, model, ...summarizeTable(rows, cost) };
    }),
  };
}

function summarizeTable(
  records: readonly TrainingRecord[],
  cost: Cost,
): Pick<TableSummary, 'comparisons' | 'arms'> {
  const of = (arm: string) => records.filter((record) => record.arm === arm);
  const names = unique(records.map((record) => record.arm));
  const arms = names.map((arm) => summarizeArm(arm, of, cost, names));
  const family = arms.flatMap((arm) => [
    ...(of(arm.arm)[0]?.equalTo === undefined ? [arm] : []),
    ...(arm.equalCost === null ? [] : [arm.equalCost]),
  ]);
  const [p, pFlip] = [holm(family.map((each) => each.p)), holm(family.map((each) => each.pFlip))];
  family.forEach((each, i) => {
    each.pHolm = p[i] ?? null;
    each.pFlipHolm = pFlip[i] ?? null;
  });
  return { comparisons: family.filter((each) => each.difference !== null).length, arms };
}

function summarizeArm(
  arm: string,
  of: (arm: string) => TrainingRecord[],
  cost: Cost,
  names: readonly string[],
): ArmSummary {
  const records = of(arm);
  const uniform = of('uniform');
  const twin = names.find((name) => [of(name)[0]?.equalTo].flat().includes(arm));
  const equalCost = twin === undefined ? null : compare(records, of(twin));
  const reached = records.map((record) => record.stepsToUniform);
  const own = records.filter((record) => record.takenFrom === undefined);
  return {
    arm,
    n: records.length,
    steps: records[0]?.steps ?? 0,
    meanTestError: mean(records.map((record) => record.testError)),
    sd: standardDeviation(records.map((record) => record.testError)),
    ...((arm === 'uniform' ? null : compare(records, uniform)) ?? NOTHING),
    equalCost: equalCost === null ? null : { arm: twin as string, ...equalCost },
    meanValidationError: mean(records.map((record) => record.validationError)),
    updateEquivalents: mean(records.map((record) => updateEquivalents(record, cost))),
    meanStepsToUniform: reached.includes(null) ? null : mean(reached as number[]),
    ...shares(records, uniform, cost),
    meanCpuMs: own.length === 0 ? null : mean(own.map((record) => record.cpuMs)),
  };
}

type Comparison = Omit<EqualCost, 'arm'>;

const NOTHING = {
  difference: null,
  ci95: null,
  p: null,
  pHolm: null,
  pFlip: null,
  pFlipHolm: null,
  relative: null,
};

/** The test errors of `a` less those of `b`, on the seeds that both have; null where there is none. */
function compare(a: readonly TrainingRecord[], b: readonly TrainingRecord[]): Comparison | null {
  const errors = new Map(b.map((record) => [record.seed, record.testError]));
  const paired = a.filter((record) => errors.has(record.seed));
  if (paired.length === 0) return null;
  const mine = paired.map((record) => record.testError);
  const base = paired.map((record) => errors.get(record.seed) as number);
  const compared = comparePaired(mine, base);
  const differences = mine.map((error, i) => error - (base[i] as number));
  return {
    ...compared,
    pHolm: null,
    pFlip: compared.p === null ? null : signFlip(differences, createRng('sign flips')),
    pFlipHolm: null,
    relative: mean(base) === 0 ? null : compared.difference / mean(base),
  };
}

/** Where the mean curve of the arm reaches the end of uniform's, as shares of uniform's updates and cost. */
function shares(
  records: readonly TrainingRecord[],
  uniform: readonly TrainingRecord[],
  cost: Cost,
): Pick<ArmSummary, 'shareToUniform' | 'costShareToUniform'> {
  const never = { shareToUniform: null, costShareToUniform: null };
  const seeds = new Set(uniform.map((record) => record.seed));
  const paired = records.filter((record) => seeds.has(record.seed));
  const [first] = paired;
  if (first === undefined) return never;
  const common = new Set(paired.map((record) => record.seed));
  const base = uniform.filter((record) => common.has(record.seed));
  const target = mean(base.map((record) => record.validationError));
  const curve = first.curve.map(([step], i): [number, number] => [
    step,
    mean(paired.map((record) => record.curve[i]?.[1] ?? Number.NaN)),
  ]);
  const at = curve.findIndex(([, error]) => error <= target);
  if (at < 0) return never;
  const [step, error] = curve[at] as [number, number];
  const [before, above] = curve[at - 1] ?? [step, error];
  const crossed =
    above === error ? step : before + ((above - target) / (above - error)) * (step - before);
  return {
    shareToUniform: crossed / (base[0] as TrainingRecord).steps,
    costShareToUniform: equivalentsAt(crossed, first, cost) / (base[0] as TrainingRecord).steps,
  };
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
