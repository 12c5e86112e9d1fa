import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { geoShapes } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import { encode } from 'fast-png';
import { afterEach, beforeEach, expect, test } from 'vitest';

// These tests run the built command, as a user does: `pnpm build` comes first.
const BIN = fileURLToPath(new URL('../dist/bin.js', import.meta.url));
/** Kills at random moments; GRADUS_KILLS=20 for the long form. */
const KILLS = Number(process.env.GRADUS_KILLS ?? 3);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
});
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function start(args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout?.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.err += chunk;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, ...text })),
  );
  return { child, ended };
}

const gradus = (...args: string[]) => start(args).ended;
const small = ['run', '--seeds', '2', '--steps', '20', '--jobs', '2', '--backend', 'wasm'].concat(
  '--curricula',
  'uniform,dynamic-free,bootstrapped',
);

/** A summary without what is a time or comes from one. */
async function timeless(run: string): Promise<unknown> {
  const summary = JSON.parse(await readFile(join(folder, run, 'summary.json'), 'utf8'));
  return JSON.parse(JSON.stringify(summary), (key, value) =>
    ['meanCpuMs', 'updateEquivalents', 'costShareToUniform'].includes(key) ? undefined : value,
  );
}

test('killed at any moment and given again, a run ends as if it had not been', async () => {
  expect((await gradus(...small, '--out', 'whole')).code).toBe(0);
  const random = createRng(11);
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, ended } = start([...small, '--out', 'killed']);
    await setTimeout(300 + 2_500 * random());
    child.kill('SIGKILL');
    await ended;
    if (!existsSync(join(folder, 'killed', 'summary.json'))) continue;
    // It was quicker than the kill: once more from the start.
    await rm(join(folder, 'killed'), { recursive: true });
  }
  const { code, err } = await gradus(...small, '--out', 'killed');
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(await timeless('killed')).toEqual(await timeless('whole'));
}, 120_000);

test('one job or two give the same numbers', async () => {
  await gradus(...small, '--out', 'two');
  await gradus(...small, '--jobs', '1', '--out', 'one');
  expect(await timeless('one')).toEqual(await timeless('two'));
}, 60_000);

test('Ctrl-C ends with 130, says that the same command goes on, and gives the folder back', async () => {
  const { child, ended } = start([...small, '--steps', '3000', '--out', 'run']);
  while (!existsSync(join(folder, 'run', 'config.json'))) await setTimeout(50);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect(code).toBe(130);
  expect(err).toContain('the same command goes on');
  expect(existsSync(join(folder, 'run', 'lock.json'))).toBe(false);
}, 60_000);

test('a reader who leaves ends the command quietly, and a run as Ctrl-C does', async () => {
  const help = start(['run', '--help']);
  help.child.stdout?.destroy();
  expect(await help.ended).toEqual({ code: 0, out: '', err: '' });

  const { child, ended } = start([...small, '--steps', '3000', '--json', '--out', 'run']);
  child.stdout?.once('data', () => child.stdout?.destroy());
  const { code, err } = await ended;
  expect(code).toBe(130);
  expect(err).toBe('Stopped. What was finished is kept: the same command goes on from there.\n');
  expect(existsSync(join(folder, 'run', 'lock.json'))).toBe(false);
}, 60_000);

test('a folder in use is refused', async () => {
  const { child, ended } = start([...small, '--steps', '3000', '--out', 'run']);
  while (!existsSync(join(folder, 'run', 'config.json'))) await setTimeout(50);
  const second = await gradus(...small, '--steps', '3000', '--out', 'run');
  expect(second.code).toBe(1);
  expect(second.err).toContain('is in use by process');
  child.kill('SIGINT');
  await ended;
}, 60_000);

/** A net, a scorer and class folders of images, as the README asks for them. */
async function writeOwn(): Promise<void> {
  await writeFile(
    join(folder, 'net.mjs'),
    `import { createRequire } from 'node:module';
const { layers, sequential, initializers } = createRequire(${JSON.stringify(BIN)})('@tensorflow/tfjs-layers');
export function build({ inputShape, classes, random }) {
  const seed = () => 1 + Math.floor(random() * 1e9);
  const model = sequential();
  model.add(layers.flatten({ inputShape }));
  model.add(layers.dense({ units: 8, activation: 'relu', kernelInitializer: initializers.heNormal({ seed: seed() }) }));
  model.add(layers.dense({ units: classes, activation: 'softmax', kernelInitializer: initializers.glorotNormal({ seed: seed() }) }));
  return model;
}`,
  );
  await writeFile(
    join(folder, 'score.mjs'),
    `import { createRequire } from 'node:module';
const tf = createRequire(${JSON.stringify(BIN)})('@tensorflow/tfjs-core');
export function score(outputs, { from }) {
  if (from !== 'probabilities') throw new Error('the net ends in a softmax');
  return tf.sub(1, tf.max(outputs, 1));
}`,
  );
  const { inputs, labels, count, classNames } = geoShapes({ count: 120, kind: 'geom', seed: 1 });
  for (const name of classNames) await mkdir(join(folder, 'images', name), { recursive: true });
  for (let i = 0; i < count; i++) {
    const data = Uint8Array.from(inputs.subarray(i * 1024, (i + 1) * 1024));
    const png = encode({ width: 32, height: 32, channels: 1, depth: 8, data });
    await writeFile(
      join(folder, 'images', classNames[labels[i] as number] as string, `${i}.png`),
      png,
    );
  }
}

test("a net, a scorer and images of one's own", async () => {
  await writeOwn();
  const own = ['--dataset', 'path:./images', '--model', './net.mjs', '--scorer', './score.mjs'];
  const { code, err } = await gradus(...small, ...own, '--out', 'own');
  expect(err).toBe('');
  expect(code).toBe(0);
  const summary = JSON.parse(await readFile(join(folder, 'own', 'summary.json'), 'utf8'));
  expect(summary.tables[0]).toMatchObject({ dataset: 'path:./images', model: './net.mjs' });
  expect(existsSync(join(folder, 'own', 'gallery-hardest.png'))).toBe(true);
  await writeFile(join(folder, 'score.mjs'), 'export function score() {}');
  await rm(join(folder, 'images', 'ellipse', '0.png'), { force: true });
  await rm(join(folder, 'images', 'rectangle', '0.png'), { force: true });
  await rm(join(folder, 'images', 'triangle', '0.png'), { force: true });
  const changed = await gradus(...small, ...own, '--out', 'own');
  expect(changed.code).toBe(1);
  expect(changed.err).toContain('scorerSha256');
  expect(changed.err).toContain('trainSha256');
}, 60_000);

test('plain lines into a pipe, JSON lines for programs, nothing but the table when quiet', async () => {
  const run = [...small, '--seeds', '1', '--curricula', 'dynamic-free', '--out', 'run'];
  const plain = await gradus(...run);
  expect(plain.out).toMatch(/^1\/2 {2}seed 1 {2}uniform: test error/m);
  expect(plain.out).not.toContain('\u001b');
  const json = (await gradus(...run, '--json')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(json.map(({ type }) => type)).toEqual(['start', 'end']);
  const quiet = (await gradus(...run, '--quiet')).out;
  expect(quiet).toMatch(/^geoshapes, conv, 1 seed\n/);
}, 60_000);

test.each([
  [['--dataset', 'imagenet'], 'dataset must be one of geoshapes'],
  [['--dataset', 'path:absent'], 'there is no folder absent'],
  [['--model', 'resnet'], 'model must be one of conv'],
  [['--model', './absent.mjs'], 'absent.mjs cannot be imported'],
  [['--curricula', 'uniform,other'], 'curricula must be one of uniform'],
  [['--scorer', 'doubt'], 'scorer must be one of entropy'],
  [['--scorer', 'bald', '--model', 'conv-dropout'], 'bald needs several passes'],
  [['--favour', 'both'], 'Allowed choices are easy, hard'],
  [['--max-ratio', '0.5'], 'maxRatio must be a number >= 1, got 0.5'],
  [['--rescore-every', '0'], 'Give a whole number >= 1'],
  [['--tasks', '1.5'], 'Give a whole number >= 1'],
  [['--order', 'best'], 'Allowed choices are easy-first'],
  [['--seeds', '0'], 'Give a whole number >= 1'],
  [['--seeds', '1,1'], 'seeds must be different integers, got 1'],
  [['--steps', 'many'], 'Give a whole number >= 1'],
  [['--batch-size', '-3'], 'Give a whole number >= 1'],
  [['--learning-rate', '0'], 'learningRate must be a number > 0, got 0'],
  [['--optimizer', 'lion'], 'Allowed choices are momentum, sgd, adam'],
  [['--label-noise', '2'], 'labelNoise must be in [0, 1], got 2'],
  [['--backend', 'gpu'], 'Allowed choices are auto'],
  [['--jobs', '0'], 'Give a whole number >= 1'],
  [['--config', 'absent.json'], 'absent.json cannot be read as JSON'],
  [['--json', '--quiet'], "cannot be used with option '--quiet'"],
  [['--seed', '1'], "unknown option '--seed'"],
  [['surplus'], 'preset must be one of quick, geoshapes'],
  [['quick', 'surplus'], 'too many arguments'],
  [['mnist', '--steps', '9'], 'preset mnist fixes what is trained: leave out --steps'],
  [['--scale', '2'], '--scale is for presets'],
])('wrong usage ends with 2 and says what would be right: %j', async (args, message) => {
  const { code, err } = await gradus('run', ...args);
  expect(err).toContain(message);
  expect(err).not.toContain('    at ');
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'runs'))).toBe(false);
});
