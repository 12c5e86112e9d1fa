import type { TrainingRecord } from '../results/records.ts';
import { mean } from '../results/statistics.ts';
import type { ArmOptions } from '../training/arm-settings.ts';
import { UsageError } from '../usage-error.ts';
import type { Grid, PresetArm, PresetTable } from './preset.ts';

/** What was chosen for an arm, and what it was chosen from. */
export interface Choice {
  chosen: Point;
  /** Whether a chosen number lies at an end of its grid: a wider one may hold a better. */
  atEnd: boolean;
  candidates: (Point & { meanValidationError: number })[];
}

/** `choices.json`: by table, then by arm. */
export interface Choices {
  /** The seeds they were made on, on which nothing may be claimed. */
  seeds: number[];
  scale: number;
  tables: Record<string, Record<string, Choice>>;
}

/** One combination of a grid. */
type Point = Partial<Record<keyof Grid, number>>;

/** The arms of a table's screening: each combination of each grid is one, and nothing else. */
export function screeningArms(table: PresetTable): ArmOptions[] {
  return table.arms.flatMap((arm) =>
    pointsOf(arm).map((point) => ({ ...plain(arm), ...point, name: nameAt(arm, point, table) })),
  );
}

/** Chooses for every arm with a grid the combination of the least mean validation error. */
export function choose(
  table: PresetTable,
  records: readonly TrainingRecord[],
): Record<string, Choice> {
  const screened = table.arms.filter((arm) => arm.grid !== undefined);
  return Object.fromEntries(
    screened.map((arm) => {
      const candidates = pointsOf(arm).map((point) => {
        const name = nameAt(arm, point, table);
        const some = records.filter((record) => record.arm === name);
        return { ...point, meanValidationError: mean(some.map((one) => one.validationError)) };
      });
      const best = candidates.reduce((a, b) =>
        b.meanValidationError < a.meanValidationError ? b : a,
      );
      const { meanValidationError: _, ...chosen } = best;
      return [nameOf(arm), { chosen, atEnd: isAtEnd(chosen, arm.grid as Grid), candidates }];
    }),
  );
}

/** The arms of a table's confirmation, with what was chosen for them. */
export function confirmedArms(
  table: PresetTable,
  choices: Record<string, Choice> = {},
): ArmOptions[] {
  return table.arms.map((arm) => {
    const own = choices[nameOf(arm)]?.chosen;
    const others = arm.like === undefined ? undefined : choices[arm.like]?.chosen;
    return { ...others, ...plain(arm), ...own };
  });
}

/** Throws if a claim were to rest on seeds that settings were chosen on. */
export function refuseScreened(seeds: readonly number[], screened: readonly number[]): void {
  const both = seeds.filter((seed) => screened.includes(seed));
  if (both.length === 0) return;
  throw new UsageError(
    `run: seeds of the confirmation must be fresh, but settings were chosen on ${both.join(', ')}`,
  );
}

function plain({ grid: _, like: __, ...arm }: PresetArm): ArmOptions {
  return arm;
}

function nameOf(arm: PresetArm): string {
  return arm.name ?? arm.curriculum;
}

function pointsOf({ grid }: PresetArm): Point[] {
  if (grid === undefined) return [];
  return Object.entries(grid).reduce<Point[]>(
    (points, [key, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [key]: value }))),
    [{}],
  );
}

/** Uniform at the table's own rate is the run's baseline, which is called just that. */
function nameAt(arm: PresetArm, point: Point, table: PresetTable): string {
  const own = nameOf(arm);
  if (own === 'uniform' && point.learningRate === table.learningRate) return own;
  return [own, ...Object.values(point)].join('@');
}

function isAtEnd(point: Point, grid: Grid): boolean {
  return Object.entries(grid).some(([key, values]) => {
    const value = point[key as keyof Grid];
    return values.length > 1 && (value === Math.min(...values) || value === Math.max(...values));
  });
}
