import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { command } from './command.ts';
import { tarballOf } from './install.ts';
import { published } from './published.ts';

const release = inject('release');
const scratch = inject('scratch');
const names = published.map(({ name }) => name);

const manifest = (folder: string) =>
  JSON.parse(readFileSync(join(release, 'packages', folder, 'package.json'), 'utf8'));

describe('the next release', () => {
  test('has every package that is not private, and no other', () => {
    const folders = readdirSync(join(release, 'packages'));
    const open = folders.map(manifest).filter((one) => !one.private);
    expect(open.map((one) => one.name).sort()).toEqual([...names].sort());
  });

  test.each(published)('$name has a version from 0.1.0 on, and says what is new in it', (some) => {
    const { version } = manifest(some.folder);
    expect(version).toMatch(/^(0\.[1-9]|[1-9]\d*\.\d)\d*\.\d+$/);
    const changelog = readFileSync(join(release, 'packages', some.folder, 'CHANGELOG.md'), 'utf8');
    const [, newest] = changelog.split(/^## /m) as [string, string];
    expect(newest.split('\n')[0]).toBe(version);
    expect(newest).toMatch(/^- \S/m);
  });

  test('would be published whole', async () => {
    // --force: also where nothing is new, and the registry has these versions.
    const said = await command(
      join(release, 'node_modules/.bin/pnpm'),
      ['--recursive', 'publish', '--dry-run', '--force', '--no-git-checks', '--report-summary'],
      release,
    );
    expect(said).not.toMatch(/\berr/i);
    const summary = readFileSync(join(release, 'pnpm-publish-summary.json'), 'utf8');
    const { publishedPackages } = JSON.parse(summary) as { publishedPackages: { name: string }[] };
    expect(publishedPackages.map(({ name }) => name).sort()).toEqual([...names].sort());
  });
});

describe.each(published)('the tarball of $name', ({ name, folder }) => {
  const unpacked = join(scratch, 'unpacked', folder);
  let files: string[];

  beforeAll(async () => {
    await command('mkdir', ['-p', unpacked], scratch);
    await command('tar', ['xzf', tarballOf(scratch, name), '-C', unpacked], scratch);
    files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(`${unpacked}/package/`.length));
  });
  const textOf = (file: string) => readFileSync(join(unpacked, 'package', file), 'utf8');

  test('has the build, its sources, and what says what it is; no tests and no leftovers', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/index.d.ts',
        'dist/index.js',
        'package.json',
        'src/index.ts',
      ]),
    );
    expect(files.filter((file) => !/^(dist|src|simd)\/|^[^/]+$/.test(file))).toEqual([]);
    expect(
      files.filter((file) => /test|fixture|vectors|tsbuildinfo|vitest|tsconfig/.test(file)),
    ).toEqual([]);
  });

  test('has every file that its exports, imports and commands name', () => {
    const { exports, imports, bin } = JSON.parse(textOf('package.json'));
    const named = [...JSON.stringify([exports, imports, bin]).matchAll(/"\.\/([^"]+\.[^"]+)"/g)];
    expect(named.length).toBeGreaterThan(3);
    expect(named.map(([, file]) => file).filter((file) => !files.includes(file as string))).toEqual(
      [],
    );
  });

  test('runs nothing when it is installed', () => {
    const { scripts = {} } = JSON.parse(textOf('package.json'));
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'dependencies'];
    expect(Object.keys(scripts).filter((name) => hooks.includes(name))).toEqual([]);
    expect(files).not.toContain('binding.gyp'); // npm would run node-gyp
  });

  test("asks for its siblings by the range of their release, and for the registry's packages alone", () => {
    const {
      version,
      dependencies = {},
      peerDependencies = {},
    } = JSON.parse(textOf('package.json'));
    const ranges = Object.entries({ ...dependencies, ...peerDependencies }) as [string, string][];
    expect(ranges.filter(([, range]) => /[:/]/.test(range))).toEqual([]);
    const versions = Object.fromEntries(
      published.map((some) => [some.name, manifest(some.folder).version]),
    );
    for (const [sibling, range] of ranges.filter(([one]) => names.includes(one))) {
      expect(range).toBe(`^${versions[sibling]}`);
    }
    expect(version).toBe(versions[name]);
  });

  test('names no file of the machine that made it, and its maps lead to its sources', () => {
    const absolute = /file:\/\/\/|(^|["'` (])\/(home|root|work|tmp|Users|builds?)\/[\w.-]/m;
    expect(files.filter((file) => absolute.test(textOf(file)))).toEqual([]);
    for (const map of files.filter((file) => file.endsWith('.map'))) {
      for (const source of JSON.parse(textOf(map)).sources as string[]) {
        expect(files).toContain(join(map, '..', source));
      }
    }
  });
});
