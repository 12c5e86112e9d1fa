import { Command, Option } from 'commander';
import { optimizers } from '../models/optimizers.ts';
import { modelPresets } from '../models/presets.ts';
import { findPreset, presets } from '../presets/presets.ts';
import { duration } from '../results/format.ts';
import type { Summary } from '../results/records.ts';
import { textTable } from '../results/table.ts';
import { type RunOptions, run } from '../running/run.ts';
import { type PresetOptions, runPreset, STAGES } from '../running/run-preset.ts';
import { armNames } from '../training/arms.ts';
import { dataPresets } from '../training/data.ts';
import { UsageError } from '../usage-error.ts';
import { parseList, parseNumber, parseSeeds, parseWhole } from './option-values.ts';
import {
  jsonProgress,
  liveProgress,
  type Progress,
  plainProgress,
  quietProgress,
} from './progress.ts';
import { readOptions } from './read-options.ts';

const BACKENDS = ['auto', 'node-gpu', 'node', 'webgpu', 'wasm', 'cpu'] as const;

interface Flags extends Omit<RunOptions, 'signal' | 'onEvent'> {
  config?: string;
  stage?: PresetOptions['stage'];
  scale?: number;
  tables?: string[];
  plan?: boolean;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
}

const EXAMPLES = `
Examples:
  $ gradus run                                   GeoShapes, 5 seeds, a minute or two on two cores
  $ gradus run --seeds 1 --steps 200             a first look
  $ gradus run --dataset fashion-mnist           real images, from Debian's dataset-fashion-mnist
  $ gradus run --dataset mnist --data-dir mnist  real images, from a folder with the four files
  $ gradus run --curricula uniform,dynamic-free --scorer margin --max-ratio 10
  $ gradus run --dataset path:./images --model ./net.mjs --scorer ./score.mjs
  $ gradus run --seeds 6-21 --out runs/fresh     sixteen fresh seeds in a folder of their own
  $ gradus run equal-cost --stage all            a preset: settings chosen on validation, then fresh seeds
  $ gradus run thesis --reuse runs               trainings that other presets have made already are not repeated
  $ gradus run fashion-mnist --scale 0.1         a tenth of its updates and images

A run that was stopped goes on when the same command is given again.
Exit codes: 0 finished, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.
`;

/** `gradus run`. */
export function runCommand(): Command {
  return new Command('run')
    .description(
      'Train under uniform sampling and curricula with equal updates, and compare test errors.',
    )
    .argument('[preset]', `quick (default), ${names(presets)}: see gradus list`)
    .addOption(
      new Option(
        '--stage <stage>',
        'of a preset: choose settings on validation, or train with them on fresh seeds (default: confirm)',
      ).choices(STAGES),
    )
    .option('--scale <x>', "times a preset's updates and training images", parseNumber)
    .option('--tables <names>', "some of a preset's tables", parseList)
    .option('--plan', 'say what a preset would cost, and stop')
    .option(
      '--dataset <name>',
      `what to train on: ${names(dataPresets)} or path:FOLDER (default: geoshapes)`,
    )
    .option(
      '--model <name>',
      `the net: ${names(modelPresets)} or a file like ./net.mjs (default: conv)`,
    )
    .option(
      '--curricula <names>',
      `the arms: ${armNames.join(', ')} (default: the first six)`,
      parseList,
    )
    .option(
      '--scorer <name>',
      'how samples are scored: see gradus list, or ./score.mjs (default: entropy)',
    )
    .addOption(
      new Option('--favour <end>', 'which end the dynamic arms favour (default: hard)').choices([
        'easy',
        'hard',
      ]),
    )
    .option(
      '--max-ratio <r>',
      'likeliest over least likely sample (default: 30 free, 10 scored)',
      parseNumber,
    )
    .option(
      '--rescore-every <n>',
      'updates between two weighings (default: half an epoch or one)',
      parseWhole,
    )
    .option('--tasks <n>', 'tasks of the bootstrapped arm (default: 2)', parseWhole)
    .addOption(
      new Option('--order <order>', 'of those tasks (default: easy-first)').choices([
        'easy-first',
        'hard-first',
        'random',
      ]),
    )
    .option(
      '--seeds <seeds>',
      'how many paired seeds, or which: 5, 6-10, 1,4,9 (default: 5)',
      parseSeeds,
    )
    .option('--steps <n>', "updates of each training (default: the data set's own)", parseWhole)
    .option('--batch-size <n>', 'samples of an update (default: 50)', parseWhole)
    .option('--learning-rate <x>', 'at the start; it falls linearly to 0', parseNumber)
    .addOption(
      new Option('--optimizer <name>', '(default: momentum)').choices(Object.keys(optimizers)),
    )
    .option('--label-noise <share>', 'of training labels made wrong (default: 0)', parseNumber)
    .option('--train-count <n>', "training images (default: the data set's own)", parseWhole)
    .addOption(
      new Option('--backend <name>', 'where tensors are computed (default: auto)').choices(
        BACKENDS,
      ),
    )
    .option('--jobs <n>', 'trainings at once (default: the cores)', parseWhole)
    .option(
      '--reuse <folder>',
      'take over finished trainings of runs in it, where they are the same',
    )
    .option('--out <folder>', 'the run folder (default: runs/quick, or runs/<dataset>)')
    .option(
      '--data-dir <folder>',
      'where the files of the data set are; for several: GRADUS_MNIST_DIR and its like',
    )
    .option(
      '--config <file>',
      "options as JSON, or a run's config.json; what is given here goes first",
    )
    .addOption(new Option('--json', 'events as lines of JSON').conflicts('quiet'))
    .option('--quiet', 'nothing but the table')
    .addHelpText('after', EXAMPLES)
    .action(execute);
}

async function execute(preset: string | undefined, flags: Flags): Promise<void> {
  const { config, json, quiet, ...given } = flags;
  const start =
    preset === undefined || preset === 'quick' ? single(config, given) : ofPreset(preset, flags);
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(new Interrupted());
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const progress = progressFor({ json, quiet });
  const started = performance.now();
  try {
    const summary = await start({
      signal: stop.signal,
      onEvent: (event) => progress.show(event),
    });
    progress.close();
    if (json) return;
    for (const table of summary.tables)
      console.log(`${quiet ? '' : '\n'}${textTable(table, process.stdout.columns)}`);
    if (!quiet) console.log(`\nTook ${duration(performance.now() - started)}.`);
  } catch (error) {
    progress.close();
    if (!(error instanceof Interrupted)) throw error;
    console.error('Stopped. What was finished is kept: the same command goes on from there.');
    process.exitCode = 130;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

type Start = (more: Pick<RunOptions, 'signal' | 'onEvent'>) => Promise<Summary>;

/** One run, of what its options say. */
function single(
  config: string | undefined,
  { stage, scale, tables, plan, ...flags }: Omit<Flags, 'config'>,
): Start {
  const surplus = Object.entries({ stage, scale, tables, plan }).find(
    ([, value]) => value !== undefined,
  );
  if (surplus !== undefined) throw new UsageError(`run: --${surplus[0]} is for presets: name one`);
  return async (more) =>
    run({ ...(config === undefined ? flags : await readOptions(config, flags)), ...more });
}

/** A preset, which fixes what is trained. */
function ofPreset(name: string, flags: Flags): Start {
  const preset = findPreset(name);
  const {
    stage,
    scale,
    tables,
    plan,
    seeds,
    out,
    jobs,
    backend,
    dataDir,
    reuse,
    json,
    quiet,
    ...fixed
  } = flags;
  const [key] = Object.keys(fixed);
  if (key !== undefined) {
    const flag = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`run: preset ${name} fixes what is trained: leave out --${flag}`);
  }
  const options = { stage, scale, tables, plan, seeds, out, jobs, backend, dataDir, reuse };
  return (more) => runPreset(preset, { ...options, ...more });
}

class Interrupted extends Error {}

function progressFor({ json, quiet }: Pick<Flags, 'json' | 'quiet'>): Progress {
  if (json) return jsonProgress(process.stdout);
  if (quiet) return quietProgress();
  return process.stdout.isTTY ? liveProgress(process.stdout) : plainProgress(process.stdout);
}

function names(all: readonly { name: string }[]): string {
  return all.map(({ name }) => name).join(', ');
}
