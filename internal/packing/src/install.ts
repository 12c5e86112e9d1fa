import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.ts';

const QUIETLY = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** The tarball of a package, by its published name. */
export function tarballOf(scratch: string, name: string): string {
  const stem = name.replace('@', '').replace('/', '-');
  const found = readdirSync(join(scratch, 'tarballs')).filter((file) =>
    new RegExp(`^${stem}-[0-9].*\\.tgz$`).test(file),
  );
  if (found.length !== 1) throw new Error(`${found.length} tarballs of ${name}`);
  return join(scratch, 'tarballs', found[0] as string);
}

/** A folder that holds nothing yet, of an ES module project. */
export function emptyProject(scratch: string, name: string): string {
  const folder = join(scratch, name.replace('/', '-'));
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  return folder;
}

/** `npm install`, with the tarballs where it would find the packages on the registry. */
export async function install(scratch: string, folder: string, names: string[]): Promise<void> {
  const given = names.map((name) =>
    /^(@gradus\/|gradus$)/.test(name) ? tarballOf(scratch, name) : name,
  );
  await command('npm', ['install', ...QUIETLY, ...given], folder);
}

/** What a README tells its reader to install. */
export function namesToInstall(readme: string): string[] {
  const line = /npm install (?<names>[^\n`]+)/.exec(readme)?.groups?.names;
  if (line === undefined) throw new Error('the README does not say how to install');
  return line.split(' ').filter((word) => !word.startsWith('--'));
}

/** What an installed package depends on, directly, with its peers. */
export async function dependenciesOf(folder: string, name: string): Promise<string[]> {
  const { dependencies, problems } = JSON.parse(
    await command('npm', ['ls', '--all', '--json'], folder),
  ) as { dependencies: Record<string, { dependencies?: object }>; problems?: string[] };
  if (problems) throw new Error(problems.join('\n'));
  return Object.keys(dependencies[name]?.dependencies ?? {});
}
