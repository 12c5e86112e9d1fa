import type { Preset, PresetTable } from '../presets/preset.ts';
import { CONFIRMATION_SEEDS, SCREENING_SEEDS } from '../presets/preset.ts';
import { scaled } from '../presets/scaled.ts';
import {
  type Choices,
  choose,
  confirmedArms,
  refuseScreened,
  screeningArms,
} from '../presets/screening.ts';
import type { Summary, TableSummary } from '../results/records.ts';
import { isPublished } from '../training/data.ts';
import { UsageError } from '../usage-error.ts';
import { estimate } from './estimate.ts';
import { PresetFolder } from './preset-folder.ts';
import { type RunOptions, run } from './run.ts';
import { RunFolder } from './run-folder.ts';

export const STAGES = ['screen', 'confirm', 'all'] as const;

/** How a preset is run; everything has a default. */
export interface PresetOptions
  extends Pick<RunOptions, 'backend' | 'jobs' | 'dataDir' | 'reuse' | 'signal' | 'onEvent'> {
  /**
   * `screen` chooses each arm's settings on validation data and its own seeds, into `choices.json`; `confirm`
   * (default) trains with what was chosen, or with the preset's own settings where nothing was, on fresh seeds;
   * `all` does both, table by table.
   */
  stage?: (typeof STAGES)[number] | undefined;
  /** Times the updates and training images of every table; 1 by default. */
  scale?: number | undefined;
  /** Of the stage, `screen` or `confirm`, instead of the preset's own. */
  seeds?: readonly number[] | undefined;
  /** The preset's folder; `runs/<preset>` by default. */
  out?: string | undefined;
  /** The names of the tables to run, instead of all. */
  tables?: readonly string[] | undefined;
  /** Says only what it would cost, for which no data need be there. */
  plan?: boolean | undefined;
}

/**
 * Runs the tables of a preset one after another, each a run in a folder of its own: what was stopped goes on.
 *
 * @returns The summary of the tables confirmed; `summary.json` has those of earlier runs beside them.
 * @throws UsageError if a seed of the confirmation is one that settings were chosen on; what `run` throws.
 */
export async function runPreset(preset: Preset, options: PresetOptions = {}): Promise<Summary> {
  const { stage = 'confirm', scale = 1, seeds, onEvent, out = `runs/${preset.name}` } = options;
  const { backend, jobs, dataDir, reuse, signal, plan = false } = options;
  const folder = new PresetFolder(out);
  const tables = pick(preset, options.tables).map((table) => scaled(table, scale));
  const choices = await choicesOf(folder, scale);
  const screening = stage === 'screen' && seeds !== undefined ? seeds : SCREENING_SEEDS;
  const confirmation = stage === 'confirm' && seeds !== undefined ? seeds : CONFIRMATION_SEEDS;
  if (stage === 'all' && seeds !== undefined) {
    throw new UsageError('run: seeds are for one stage: give --stage screen or --stage confirm');
  }
  refuseScreened(confirmation, [...screening, ...choices.seeds]);
  const common = { backend, jobs, dataDir, reuse, signal, onEvent };

  const screeningRun = (table: PresetTable) => ({
    ...settingsOf(table),
    ...common,
    seeds: screening,
    arms: screeningArms(table),
    out: folder.screening(table.name),
  });
  const confirmationRun = (table: PresetTable) => ({
    ...settingsOf(table),
    ...common,
    seeds: confirmation,
    arms: confirmedArms(table, choices.tables[table.name]),
    out: folder.confirmation(table.name),
  });
  const planned = tables.flatMap((table) => [
    ...(stage !== 'confirm' && screeningArms(table).length > 0
      ? [{ table, stage: 'screen', options: screeningRun }]
      : []),
    ...(stage !== 'screen' ? [{ table, stage: 'confirm', options: confirmationRun }] : []),
  ]);

  const estimates = [];
  for (const { table, stage: which, options: of } of planned) {
    const expected = await estimate(of(table), { standIn: plan });
    estimates.push({ table: table.name, stage: which, ...expected });
  }
  const wanted = plan ? [...new Set(tables.map((table) => table.dataset))].filter(isPublished) : [];
  onEvent?.({ type: 'plan', preset: preset.name, stages: [stage], tables: estimates, wanted });
  if (plan) return { tables: [] };

  const kept = (await folder.readSummary())?.tables ?? [];
  const finished: TableSummary[] = [];
  for (const { table, stage: which, options: of } of planned) {
    const summary = await run(of(table));
    if (which === 'screen') {
      const { records } = await RunFolder.read(folder.screening(table.name));
      choices.tables[table.name] = choose(table, records);
      choices.seeds = [...new Set([...choices.seeds, ...screening])];
      await folder.saveChoices(choices);
      continue;
    }
    finished.push(...summary.tables.map((one) => ({ name: table.name, ...one })));
    const all = preset.tables.flatMap(
      ({ name }) =>
        [finished, kept]
          .map((some) => some.filter((one) => one.name === name))
          .find((own) => own.length > 0) ?? [],
    );
    await folder.saveSummary({ tables: all });
  }
  return { tables: finished };
}

function settingsOf({ name: _, arms: __, ...settings }: PresetTable): RunOptions {
  return settings;
}

function pick({ name, tables }: Preset, names: readonly string[] | undefined): PresetTable[] {
  if (names === undefined) return [...tables];
  return names.map((wanted) => {
    const table = tables.find((each) => each.name === wanted);
    if (table) return table;
    const all = tables.map((each) => each.name).join(', ');
    throw new UsageError(`run: tables of ${name} must be among ${all}, got ${wanted}`);
  });
}

async function choicesOf(folder: PresetFolder, scale: number): Promise<Choices> {
  const choices = (await folder.readChoices()) ?? { seeds: [], scale, tables: {} };
  if (choices.scale === scale) return choices;
  throw new UsageError(
    `run: ${folder.path} holds settings chosen at scale ${choices.scale}, got scale ${scale}: give --out another folder`,
  );
}
