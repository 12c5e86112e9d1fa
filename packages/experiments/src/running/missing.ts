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

/** What is missing, seed by seed; uniform again, though finished, where its reference was lost. */
export function missing(
  { seeds, arms }: Pick<Settings, 'seeds' | 'arms'>,
  folder: Pick<RunFolder, 'find' | 'hasReference'>,
  findKnown: FindKnown = () => undefined,
): Task[] {
  return seeds.flatMap((seed) => {
    const without = arms.filter((arm) => folder.find(seed, arm.name) === undefined);
    const wanted = without.some(needsReference) || seed === seeds[0];
    const wantReference = wanted && !folder.hasReference(seed);
    const isWanted = ({ name }: ArmSettings) => name === 'uniform' && wantReference;
    return arms
      .filter((arm) => without.includes(arm) || isWanted(arm))
      .map((arm) => ({
        seed,
        arm: arm.name,
        wantReference: isWanted(arm),
        known: isWanted(arm) ? undefined : findKnown(arm, seed),
      }));
  });
}
