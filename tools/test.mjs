// Runs every test of the workspace and ends with one line for all of them: N passed, N failed, N skipped.
// Skipped tests are named. A first argument `browser` runs the tests in headless Chromium instead, of the
// packages that have a script `test:browser`; `webgpu` those of WebGPU in Node; `packages` takes every published
// package alone. Other arguments go to turbo: `pnpm test --force`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const turbo = join(root, 'node_modules/.bin/turbo');
const given = process.argv.slice(2);
const named = ['browser', 'webgpu', 'packages'].find((name) => name === given[0]);
const lane =
  named !== undefined
    ? {
        script: `test:${named}`,
        results: `test-results.${named}.json`,
        // One at a time: a software GPU takes every core there is.
        arguments: ['run', `test:${named}`, '--concurrency=1', ...given.slice(1)],
      }
    : {
        script: 'test',
        results: 'test-results.json',
        arguments: ['run', 'test', '//#test:tools', '--concurrency=100%', ...filter(), ...given],
      };
// Results of an earlier run must not stand in for those of one that crashed.
for (const folder of testedFolders()) rmSync(join(folder, lane.results), { force: true });
const run = spawnSync(turbo, [...lane.arguments, '--continue=always'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
});

const total = { passed: 0, failed: 0, skipped: 0 };
const skippedNames = [];
for (const folder of testedFolders()) {
  const file = join(folder, lane.results);
  if (!existsSync(file)) {
    console.error(`${relative(root, folder)}: its tests did not finish`);
    total.failed++;
    continue;
  }
  for (const suite of JSON.parse(readFileSync(file, 'utf8')).testResults) {
    // A file that fails to load has no tests to count.
    if (suite.status === 'failed' && suite.assertionResults.length === 0) total.failed++;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') total.passed++;
      else if (test.status === 'failed') total.failed++;
      else {
        total.skipped++;
        skippedNames.push(`${relative(root, dirname(suite.name))}: ${test.fullName.trim()}`);
      }
    }
  }
}
for (const name of new Set(skippedNames)) console.log(`skipped  ${name}`);
// A task that failed without a failed test (a crash after the last one) must not read as green.
if (run.status !== 0 && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && run.status === 0 ? 0 : 1);

/** The workspace folders whose package.json has the lane's script, and this one where it takes part. */
function testedFolders() {
  const folders = ['packages', 'internal', 'examples'].flatMap((room) =>
    readdirSync(join(root, room)).map((name) => join(root, room, name)),
  );
  return [
    ...[...folders, join(root, 'benchmarks'), join(root, 'docs')]
      .filter((folder) => !isLeftOut(folder))
      .filter(hasTests),
    ...(lane.script === 'test' ? [join(root, 'tools')] : []),
  ];
}

function hasTests(folder) {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).scripts?.[lane.script];
}

/** Folders that bring their own tfjs: the lowest one matters to those whose peer it is. */
function isLeftOut(folder) {
  const own = ['packages/experiments', 'benchmarks', 'docs'].map((folder) => join(root, folder));
  const isOwn = own.includes(folder) || relative(root, folder).startsWith('examples');
  return process.env.GRADUS_TFJS === 'lowest' && isOwn;
}

function filter() {
  if (process.env.GRADUS_TFJS !== 'lowest') return [];
  return ['gradus', 'benchmarks', 'docs', 'example-*'].map((name) => `--filter=!${name}`);
}
