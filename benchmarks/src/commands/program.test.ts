import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Report } from '../report/report.ts';
import type { Suite } from '../suite.ts';
import { createProgram } from './program.ts';

let folder: string;
let printed: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation((line) => void printed.push(String(line)));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** Adds up a little. The arm takes twice as long for `weight` 2. */
function adding(weight: number): Suite {
  const add = (count: number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += Math.sqrt(i);
    return sum;
  };
  return {
    name: 'adding',
    question: 'How long does adding take?',
    async run({ backends, absentBackends, measure }) {
      const rows = await measure('20,000 numbers', [
        { name: 'ours', run: () => add(20_000 * weight), check: () => undefined },
        { name: 'theirs', peer: true, run: () => add(20_000), check: () => undefined },
      ]);
      const names = backends.map(({ name }) => ({
        subject: 'there',
        arm: name,
        absent: 'not used',
      }));
      return [...absentBackends, ...names, ...rows];
    },
  };
}
const broken: Suite = {
  name: 'broken',
  question: 'Does it fail?',
  run: async () => Promise.reject(new Error('it does')),
};

async function bench(line: string, suites = [adding(1), broken]): Promise<string> {
  const files = suites.map((suite) => ({ suite, path: '' }));
  await createProgram(async () => files).parseAsync(line.split(' '), { from: 'user' });
  return printed.join('\n');
}
const short = '--backend wasm,webgl --rounds 14 --turn 2';

test('a suite leaves its results, a table and a page, and absent backends with reason and cure', async () => {
  const output = await bench(`adding ${short} --out ${folder}/a`);
  expect(output).toContain('| theirs |');
  expect(readdirSync(`${folder}/a`).sort()).toEqual(['adding.json', 'report.html', 'report.md']);
  const report = JSON.parse(readFileSync(`${folder}/a/adding.json`, 'utf8')) as Report;
  expect(report).toMatchObject({
    name: 'adding',
    command: `pnpm bench adding ${short}`,
    backends: [{ name: 'wasm', software: false }],
    settings: { rounds: 14, turnMs: 2 },
    rows: [
      { arm: 'webgl', absent: expect.stringMatching(/only in browsers \(cure: /) },
      { arm: 'wasm' },
      { arm: 'ours', rounds: expect.any(Array) },
      { arm: 'theirs', peer: true },
    ],
  });
  expect(report.machine.commit).toMatch(/^([0-9a-f]{40}\+?|unknown)$/);
});

test('what became twice as slow as its peer is found, and what did not is not', async () => {
  for (const [name, weight] of [
    ['a', 1],
    ['b', 1],
    ['c', 2],
  ] as const) {
    await bench(`adding ${short} --out ${folder}/${name}`, [adding(weight)]);
  }
  // Between two runs of the same code, on a machine at work, only what is beyond doubt is asserted.
  expect(await bench(`compare ${folder}/a ${folder}/b --tolerance 60`)).toMatch(
    /0 slower, 0 faster/,
  );
  await expect(bench(`compare ${folder}/a ${folder}/c/adding.json`)).rejects.toThrow(
    'slower than before',
  );
  expect(printed.at(-1)).toMatch(/adding: 20,000 numbers: ours .* theirs .* slower/);
});

test('a suite that finds nothing says on what', async () => {
  const empty: Suite = { name: 'empty', question: 'What?', run: async () => [] };
  const output = await bench(`--backend cpu,webgl --out ${folder}/a`, [empty]);
  expect(output).toContain(
    '| empty | not here: it found nothing to measure on cpu, webgl; webgl: it',
  );
});

test('a suite that fails is named at the end, and the others run on', async () => {
  await expect(bench(`${short} --out ${folder}/a`)).rejects.toThrow('failed: broken');
  expect(existsSync(`${folder}/a/adding.json`)).toBe(true);
  expect(existsSync(`${folder}/a/broken.json`)).toBe(false);
});

test('bench gpu ends with a verdict for each goal, and says what it did not find', async () => {
  vi.stubEnv('VK_ICD_FILENAMES', '/nowhere');
  vi.stubEnv('GRADUS_CHROMIUM', '/nowhere');
  const judging = (verdict: 'met' | 'missed'): Suite => ({
    name: 'scoring-latency',
    question: 'Is it quick?',
    async run({ absentBackends, judge }) {
      judge({ goal: 'quick', verdict, found: '3 times' });
      return absentBackends;
    },
  });
  try {
    const output = await bench(`gpu --out ${folder}/a`, [judging('met'), broken]);
    expect(output.split('\n').slice(-3)).toEqual([
      'met: in Node, quick: 3 times',
      expect.stringMatching(/^not measurable: in Node, webgpu: no graphics adapter was found/),
      'not measurable: in a page, all: GRADUS_CHROMIUM names /nowhere, which is not there',
    ]);
    expect(readFileSync(`${folder}/a/report.md`, 'utf8')).toContain('- met: quick: 3 times');
    const missed = bench(`gpu --out ${folder}/b`, [judging('missed')]);
    await expect(missed).rejects.toThrow('1 of 3 goals missed');
  } finally {
    vi.unstubAllEnvs();
  }
});

test.each([
  ['nothing', "there is no suite 'nothing', only adding, broken"],
  ['--backend tpu', "There is no backend 'tpu', only cpu, wasm"],
  ['--rounds 0', 'Give a whole number >= 1'],
  ['--fast', "unknown option '--fast'"],
  ['compare /nowhere /nowhere', 'there is no /nowhere'],
  ['compare a', "missing required argument 'later'"],
  ['compare a b --tolerance -1', 'Give a percentage'],
])('bench %s is refused with words that help', async (line, words) => {
  const error = await bench(line).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect(`${error.message}\n${printed.join('')}`).toContain(words);
});

test('a file that holds no results is refused', async () => {
  const manifest = join(import.meta.dirname, '../../package.json');
  await expect(bench(`compare ${manifest} ${manifest}`)).rejects.toThrow('holds no results');
});

test('every suite is listed with its question', async () => {
  expect(await bench('--list')).toBe('adding: How long does adding take?\nbroken: Does it fail?');
});
