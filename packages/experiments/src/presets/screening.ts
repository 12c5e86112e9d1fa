import type { TrainingRecord } from '../results/records.ts';
import { mean } from '../results/statistics.ts';
import type { ArmOptions } from '../training/arm-settings.ts';
import { UsageError } from '../usage-error.ts';
import type { Alternative, PresetArm, PresetTable } from './preset.ts';

/** What was chosen for an arm, and what it was chosen from. */
export interface Choice {
  chosen: Alternative;
  /** Whether it is the least or the greatest of several numbers: a wider choice may hold a better. */
  atEnd: boolean;
  candidates: (Alternative & { meanValidationError: number })[];
}

/** `choices.json`: by table, then by arm. */
export interface Choices {
  /** The seeds they were made on, on which nothing may be claimed. */
  seeds: number[];
  scale: number;
  tables: Record<string, Record<string, Choice>>;
}

/** The arms of a table's screening: each of the alternatives of each is one, and nothing else. */
export function screeningArms(table: PresetTable): ArmOptions[] {
  return table.arms.flatMap((arm) =>
    (arm.among ?? []).map((other) => ({
      ...plain(arm),
      ...other,
      name: nameWith(arm, other, table),
    })),
  );
}

/** Chooses for every arm the alternative of the least mean validation error. */
export function choose(
  table: PresetTable,
  records: readonly TrainingRecord[],
): Record<string, Choice> {
  const screened = table.arms.filter((arm) => arm.among !== undefined);
  return Object.fromEntries(
    screened.map((arm) => {
      const among = arm.among ?? [];
      const errors = among.map((other) => {
        const name = nameWith(arm, other, table);
        return mean(records.filter((one) => one.arm === name).map((one) => one.validationError));
      });
      const chosen = among[errors.indexOf(Math.min(...errors))] as Alternative;
      const candidates = among.map((other, i) => ({
        ...other,
        meanValidationError: errors[i] as number,
      }));
      return [nameOf(arm), { chosen, atEnd: isAtEnd(chosen, among), candidates }];
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

function plain({ among: _, like: __, ...arm }: PresetArm): ArmOptions {
  return arm;
}

function nameOf(arm: PresetArm): string {
  return arm.name ?? arm.curriculum;
}

/** Uniform at the table's own rate is the run's baseline, which is called just that. */
function nameWith(arm: PresetArm, other: Alternative, table: PresetTable): string {
  const own = nameOf(arm);
  if (own === 'uniform' && other.learningRate === table.learningRate) return own;
  return [own, ...Object.values(other)].join('@');
}

function isAtEnd(chosen: Alternative, among: readonly Alternative[]): boolean {
  const [key, ...others] = Object.keys(chosen) as (keyof Alternative)[];
  if (key === undefined || others.length > 0 || among.length < 2) return false;
  const all = among.map((other) => other[key]).filter((value) => typeof value === 'number');
  return (
    all.length === among.length &&
    [Math.min(...all), Math.max(...all)].includes(chosen[key] as number)
  );
}
