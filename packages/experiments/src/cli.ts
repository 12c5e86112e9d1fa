import { Command, InvalidArgumentError, Option } from 'commander';
import { dataPresets } from './data.ts';
import { duration } from './format.ts';
import { modelPresets } from './models/presets.ts';
import { liveProgress, plainProgress } from './progress.ts';
import { versions } from './provenance.ts';
import { run } from './run.ts';
import { textTable } from './table.ts';

const BACKENDS = ['auto', 'node-gpu', 'node', 'webgpu', 'wasm', 'cpu'] as const;

interface RunFlags {
  dataset: string;
  model: string;
  seeds: number[];
  steps?: number;
  backend: (typeof BACKENDS)[number];
  out?: string;
  dataDir?: string;
}

/** The command `gradus`, ready to parse. */
export function createProgram(): Command {
  const program = new Command('gradus')
    .description('Automatic curriculum learning for TensorFlow.js: train, compare, report.')
    .version(versions().gradus as string)
    .showHelpAfterError('(gradus run --help shows what can be asked for)');
  program
    .command('run')
    .description(
      'Train under uniform sampling and three curricula with equal updates, and compare test errors.',
    )
    .addOption(
      new Option('--dataset <name>', 'what to train on')
        .choices(dataPresets.map((preset) => preset.name))
        .default('geoshapes'),
    )
    .addOption(
      new Option('--model <name>', 'the net')
        .choices(modelPresets.map((preset) => preset.name))
        .default('conv'),
    )
    .addOption(
      new Option('--seeds <seeds>', 'how many paired seeds, or which: 5, 6-10, 1,4,9')
        .argParser(parseSeeds)
        .default([1, 2, 3, 4, 5], '5'),
    )
    .addOption(
      new Option('--steps <n>', "updates of each training (default: the data set's own)").argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option('--backend <name>', 'where tensors are computed')
        .choices(BACKENDS)
        .default('auto'),
    )
    .option('--out <folder>', 'the run folder (default: runs/quick, or runs/<dataset>)')
    .option('--data-dir <folder>', 'where the files of mnist or fashion-mnist are')
    .addHelpText('after', EXAMPLES)
    .action(runCommand);
  return program;
}

const EXAMPLES = `
Examples:
  $ gradus run                                   GeoShapes, 5 seeds, a few minutes on two cores
  $ gradus run --seeds 1 --steps 200             a first look
  $ gradus run --dataset fashion-mnist           real images, from Debian's dataset-fashion-mnist
  $ gradus run --dataset mnist --data-dir mnist  real images, from a folder with the four files
  $ gradus run --seeds 6-21 --out runs/fresh     sixteen fresh seeds in a folder of their own

A run that was stopped goes on when the same command is given again.
Exit codes: 0 finished, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.
`;

async function runCommand(flags: RunFlags): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort(new Interrupted());
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const progress = process.stdout.isTTY
    ? liveProgress(process.stdout)
    : plainProgress(process.stdout);
  const started = performance.now();
  try {
    const summary = await run({
      ...flags,
      signal: stop.signal,
      onEvent: (event) => progress.show(event),
    });
    progress.close();
    for (const table of summary.tables) console.log(`\n${textTable(table)}`);
    console.log(`\nTook ${duration(performance.now() - started)}.`);
  } catch (error) {
    progress.close();
    if (error instanceof Interrupted) {
      console.error('\nStopped. What was finished is kept: the same command goes on from there.');
      process.exitCode = 130;
      return;
    }
    throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

class Interrupted extends Error {}

/** "5" is seeds 1 to 5; "6-10" and "1,4,9" name them. */
export function parseSeeds(text: string): number[] {
  if (/^\d+$/.test(text)) return range(1, parseCount(text));
  const seeds = text.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (!match)
      throw new InvalidArgumentError('Give a number of seeds, a range or a list: 5, 6-10, 1,4,9.');
    return range(Number(match[1]), Number(match[2] ?? match[1]));
  });
  if (new Set(seeds).size !== seeds.length)
    throw new InvalidArgumentError('A seed stands there twice.');
  if (seeds.length === 0) throw new InvalidArgumentError('The range is empty.');
  return seeds;
}

function parseCount(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('Give a whole number >= 1.');
  }
  return value;
}

function range(from: number, to: number): number[] {
  if (to - from > 100_000) throw new InvalidArgumentError('Give at most 100,000 seeds.');
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
