import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { host } from './platform.node.ts';

afterEach(() => vi.restoreAllMocks());

test('an installed package is found and loaded, another is not', async () => {
  const path = host.resolve('@tensorflow/tfjs-backend-wasm');
  expect(path !== undefined && existsSync(path)).toBe(true);
  expect(await host.load('@tensorflow/tfjs-backend-wasm')).toHaveProperty('setWasmPaths');
  expect(host.resolve('@tensorflow/there-is-no-such-package')).toBeUndefined();
});

test("a package of the working directory's project is found and loaded too", async () => {
  const project = await mkdtemp(join(tmpdir(), 'gradus-backends-'));
  const folder = join(project, 'node_modules', 'gradus-test-package');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"main": "main.cjs"}');
  await writeFile(join(folder, 'main.cjs'), 'exports.answer = 42;');
  expect(host.resolve('gradus-test-package')).toBeUndefined();
  vi.spyOn(process, 'cwd').mockReturnValue(project);
  try {
    expect(host.resolve('gradus-test-package')).toBe(join(folder, 'main.cjs'));
    expect(await host.load('gradus-test-package')).toHaveProperty('answer', 42);
  } finally {
    await rm(project, { recursive: true });
  }
});

test('a script runs in a Node of its own and gives what it writes', async () => {
  const script = 'globalThis.leaked = 1; console.warn("loud"); console.log(process.argv[1].length)';
  expect(await host.run(script, 'four')).toEqual({ ok: true, output: '4\n' });
  expect(globalThis).not.toHaveProperty('leaked');
});

test('a script that fails gives its complaint', async () => {
  const { ok, output } = await host.run('throw new Error("no " + process.argv[1])', 'way');
  expect(ok).toBe(false);
  expect(output).toContain('Error: no way');
  expect(await host.run('process.exit(3)', '')).toEqual({ ok: false, output: 'it ended with 3' });
});

test('the machine is named', () => {
  expect(host.processor.length).toBeGreaterThan(2);
  expect(host.version).toBeGreaterThanOrEqual(20);
});
