import { expect, test } from 'vitest';
import { resolveSettings } from '../training/settings.ts';
import { commandLine } from './command-line.ts';
import { formatSeeds, parseList, parseNumber, parseSeeds, parseWhole } from './option-values.ts';

test.each([
  ['3', [1, 2, 3]],
  ['6-8', [6, 7, 8]],
  ['1,4,9', [1, 4, 9]],
  ['2-3,7', [2, 3, 7]],
  ['0,5', [0, 5]],
])('reads the seeds %s', (text, seeds) => {
  expect(parseSeeds(text)).toEqual(seeds);
});

test.each(['0', '-1', 'x', '', '5-3', '1.5', '1-999999999'])('refuses the seeds %j', (text) => {
  expect(() => parseSeeds(text)).toThrow();
});

test.each([[[1]], [[7]], [[1, 2, 3]], [[6, 7, 9]], [[0, 5]], [[3, 1]]])(
  'writes the seeds %j as they are read',
  (seeds) => {
    expect(parseSeeds(formatSeeds(seeds))).toEqual(seeds);
  },
);

test('numbers and lists are read strictly', () => {
  expect(parseWhole('12')).toBe(12);
  expect(parseNumber('1e-3')).toBe(0.001);
  expect(parseList('a, b,')).toEqual(['a', 'b']);
  for (const bad of ['', ' ', 'x', '1,5', 'NaN', 'Infinity'])
    expect(() => parseNumber(bad)).toThrow();
});

test('the command that repeats a run says everything, as a shell reads it', () => {
  const data = { steps: 800, batchSize: 50, learningRate: 0.07, stretch: 20 };
  const settings = resolveSettings({ seeds: [1, 2], curricula: ['dynamic-free'] }, data);
  expect(commandLine({ ...settings, dataset: "it's", model: './net.mjs' }, 'wasm')).toBe(
    `gradus run --dataset 'it'\\''s' --model ./net.mjs --curricula uniform,dynamic-free --scorer entropy ` +
      '--favour hard --tasks 2 --order easy-first --seeds 1-2 --steps 800 --batch-size 50 ' +
      '--learning-rate 0.07 --optimizer momentum --label-noise 0 --backend wasm',
  );
});
