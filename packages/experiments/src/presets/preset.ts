import type { ArmOptions } from '../training/arm-settings.ts';
import type { SettingsOptions } from '../training/settings.ts';

/** An arm of a preset. */
export interface PresetArm extends ArmOptions {
  /** Screened: the arm is trained with each of these, and the one of the least validation error confirmed. */
  among?: readonly Alternative[] | undefined;
  /** Takes what was chosen for the arm of that name, of what it does not say itself. */
  like?: string | undefined;
}

/** Settings to choose among, on validation data. */
export type Alternative = Omit<ArmOptions, 'name' | 'curriculum' | 'steps' | 'equalTo'>;

/** One comparison of a preset: a data set, a net and their settings. Its p values are one family. */
export interface PresetTable
  extends Pick<
    SettingsOptions,
    'scorer' | 'batchSize' | 'optimizer' | 'labelNoise' | 'learningRate' | 'rescoreEvery'
  > {
  /** Once in a preset; the name of its folder. */
  name: string;
  dataset: string;
  model: string;
  trainCount: number;
  steps: number;
  arms: readonly PresetArm[];
}

/** Experiments under one name, for `gradus run`. */
export interface Preset {
  name: string;
  description: string;
  tables: readonly PresetTable[];
}

/** The seeds on which settings are chosen. */
export const SCREENING_SEEDS: readonly number[] = Array.from({ length: 12 }, (_, i) => 1_001 + i);

/** The seeds that claims rest on: nothing was ever chosen on them. */
export const CONFIRMATION_SEEDS: readonly number[] = Array.from(
  { length: 16 },
  (_, i) => 2_001 + i,
);
