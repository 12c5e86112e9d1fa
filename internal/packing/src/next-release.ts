import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { command } from './command.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A copy of the workspace on which `changeset version` was run. */
    release: string;
    /** Where its tarballs are, and room for what is installed from them. */
    scratch: string;
  }
}

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BIN = join(ROOT, 'node_modules/.bin');

let scratch: string;

/**
 * Makes the next release of every package in a copy of the workspace: versions and changelogs by changesets, then the
 * tarballs, so that what is tested is to the byte what would be published.
 */
export async function setup(project: TestProject): Promise<void> {
  scratch = mkdtempSync(join(tmpdir(), 'gradus-packages-'));
  const release = join(scratch, 'release');
  copyWorkspace(release);
  await command(join(BIN, 'changeset'), ['version'], release);
  mkdirSync(join(scratch, 'tarballs'));
  const pack = ['--recursive', 'pack', '--pack-destination', join(scratch, 'tarballs')];
  await command(join(BIN, 'pnpm'), ['--filter', './packages/*', ...pack], release);
  project.provide('release', release);
  project.provide('scratch', scratch);
}

export async function teardown(): Promise<void> {
  // Tens of thousands of files, which Node's own rm takes its time over.
  await command('rm', ['-rf', scratch], tmpdir());
}

const LEFT_OUT = ['node_modules', '.turbo', '.git', 'runs', 'docs', 'benchmarks', 'examples'];

/** What is needed to version and pack: sources and builds, and links that stand in for an installation. */
function copyWorkspace(release: string): void {
  const filter = (path: string) => !LEFT_OUT.includes(basename(path)) && !isLeftover(path);
  cpSync(ROOT, release, { recursive: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(release, 'node_modules'));
  for (const folder of readdirSync(join(release, 'packages'))) {
    if (!existsSync(join(release, 'packages', folder, 'dist'))) {
      throw new Error(`${folder} is not built: pnpm test:packages, at the root, builds it first`);
    }
    // gradus asks for its siblings at the versions that they have here.
    const links = join(release, 'packages/experiments/node_modules/@gradus');
    mkdirSync(links, { recursive: true });
    symlinkSync(join(release, 'packages', folder), join(links, folder));
  }
}

/** Built from a source that is gone: a release is built from nothing, and has none. */
function isLeftover(path: string): boolean {
  const { room, stem } =
    /^(?<room>.*)\/dist\/(?<stem>.*?)(\.d)?\.[jt]s(\.map)?$/.exec(path)?.groups ?? {};
  return room !== undefined && !existsSync(`${room}/src/${stem}.ts`);
}
