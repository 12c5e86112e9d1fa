import type { TrainingRecord } from '../results/records.ts';
import { type ArmSettings, needsReference } from '../training/arm-settings.ts';
import type { Settings } from '../training/settings.ts';
import type { RunFolder } from './run-folder.ts';

/** A training that a run's folder does not hold yet. */
export interface Task {
  seed: number;
  arm: string;
  /** Wants uniform's scores and predictions. */
  wantReference: boolean;
  /** The line of results of another run that is taken over instead; not where its reference is wanted, which has none. */
  known: TrainingRecord | undefined;
}

/** The line of results of a training that another run has made. */
export type FindKnown = (arm: ArmSettings, seed: number) => TrainingRecord | undefined;

/**
 * What is missing, seed by seed; uniform again, though finished, where its reference was lost and is needed: by an arm
 * that is trained here, and to look at the first seed's samples.
 */
export function missing(
  { seeds, arms }: Pick<Settings, 'seeds' | 'arms'>,
  folder: Pick<RunFolder, 'find' | 'hasReference'>,
  findKnown: FindKnown = () => undefined,
): Task[] {
  return seeds.flatMap((seed) => {
    const without = arms
      .filter((arm) => folder.find(seed, arm.name) === undefined)
      .map((arm) => ({ arm, known: findKnown(arm, seed) }));
    const wanted =
      seed === seeds[0] || without.some(({ arm, known }) => needsReference(arm) && !known);
    const wantReference = wanted && !folder.hasReference(seed);
    return arms.flatMap((arm) => {
      const isWanted = arm.name === 'uniform' && wantReference;
      const open = without.find((one) => one.arm === arm);
      if (open === undefined && !isWanted) return [];
      const known = isWanted ? undefined : open?.known;
      return [{ seed, arm: arm.name, wantReference: isWanted, known }];
    });
  });
}
