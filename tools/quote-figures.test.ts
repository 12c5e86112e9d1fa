import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
// @ts-expect-error a plain script without types
import { faults, figure, NO_CLAIMS, pages, quote, untraced } from './quote-figures.mjs';

const row = (arm: string, median: number, more: object = {}) => ({
  subject: 'MLP, batch 32',
  arm,
  median,
  ...more,
});
const report = {
  suite: 'steps',
  date: '2026-11-23T20:37:08.856Z',
  command: 'pnpm bench steps --full',
  machine: { cpu: 'AMD EPYC', cores: 2, node: 'v20.20.2', tfjs: '4.22.0' },
  backends: [
    { name: 'wasm', device: 'AMD EPYC', software: false },
    { name: 'webgpu', device: 'SwiftShader (software)', software: true },
  ],
  rows: [
    row('ours', 4.7518, { backend: 'wasm', cold: 84.1 }),
    row('stock', 39.4, { backend: 'wasm' }),
    row('stock', 233.7, { backend: 'cpu' }),
    row('ours', 60, { backend: 'webgpu' }),
    row('PyTorch, one thread', 3.4),
    { subject: 'MLP, batch 32', arm: 'numpy', absent: 'not here' },
  ],
};
const read = () => report;

describe('a marker', () => {
  test.each([
    ['steps :: MLP, batch 32 :: ours @ wasm', '4.8 ms'],
    ['steps :: MLP :: ours @ wasm :: cold', '84 ms'],
    ['steps :: MLP :: ours @ wasm / stock @ wasm', '0.12'],
    ['steps :: MLP :: stock @ cpu / PyTorch', '69'],
    [
      'steps :: about',
      'AMD EPYC, 2 cores, Node 20.20.2, tfjs 4.22.0, 2026-11-23, `pnpm bench steps --full`',
    ],
  ])('%s is %s', (key, text) => {
    expect(figure(key, read)).toBe(text);
  });

  test.each([
    ['steps :: CNN :: ours', "'CNN' fits 0 of: MLP, batch 32"],
    ['steps :: MLP :: theirs', "'theirs' fits 0 of"],
    ['steps :: MLP :: stock', '2 rows are stock'],
    ['steps :: MLP :: numpy', 'numpy has no median'],
    ['steps :: MLP :: ours @ wasm :: mean', 'there is no field mean'],
    ['steps :: MLP', 'names no arm'],
    ['steps :: MLP :: ours @ webgpu', 'SwiftShader (software) is no GPU'],
  ])('%s is refused', (key, words) => {
    expect(() => figure(key, read)).toThrow(words);
  });

  test('is filled in where it stands, and what is around it stays', () => {
    const page =
      'It takes <!-- bench steps :: MLP :: ours @ wasm -->9 ms<!-- /bench -->, not more.';
    expect(quote(page, read)).toBe(page.replace('9 ms', '4.8 ms'));
  });
});

describe('a figure of speed outside a marker is found', () => {
  test.each([
    ['A draw takes 3.3 ns.', '3.3 ns'],
    ['A draw takes 20µs.', '20µs'],
    ['It is 8x faster.', '8x'],
    ['It is 1.5× as fast.', '1.5×'],
    ['It took 6 to 24 times as long.', '24 times'],
    ['ten times as fast', 'ten times as'],
    ['It ends within a few seconds.', 'within a few seconds'],
    ['twice as fast as numpy', 'twice as fast'],
    ['40 % faster', '40 % faster'],
    ["0.12 of the stock backend's time", '0.12 of the'],
    ["1.4 of PyTorch's", '1.4 of P'],
    ['12 seconds', '12 seconds'],
  ])('%s', (page, words) => {
    expect(untraced(page).map(({ words }: { words: string }) => words)).toContain(words);
  });

  test.each([
    'Images of 32 x 32, strides 5x5/2, tfjs 4.x, a second model, some three times, 16 seeds.',
    'Node 20.19 or later, float32, 3 kB; p = 0.01; -0.66 [-0.98, -0.34]; 2.84 % error.',
    '```sh\nsleep 10 s\n```',
    '<!-- bench steps :: MLP :: ours @ wasm -->4.8 ms<!-- /bench -->',
  ])('and nothing in: %s', (page) => {
    expect(untraced(page)).toEqual([]);
  });
});

test('every figure of speed in a README or a docs page is that of a file in benchmarks/results', () => {
  expect(pages()).toContain('README.md');
  expect(faults()).toEqual([]);
});

test('every exception to that is still there', () => {
  for (const { file, text } of NO_CLAIMS) {
    const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
    expect(readFileSync(path, 'utf8'), file).toContain(text);
  }
});

test('a marker in a block of code is an example, and stays', () => {
  const page = '```md\n<!-- bench nothing :: at :: all -->?<!-- /bench -->\n```\n';
  expect(quote(page, read)).toBe(page);
});
