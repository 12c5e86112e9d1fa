import { expect, test } from 'vitest';
import { createProgram } from './cli.ts';
import { formatSeeds, parseSeeds } from './option-values.ts';

test.each([
  ['3', [1, 2, 3]],
  ['6-8', [6, 7, 8]],
  ['1,4,9', [1, 4, 9]],
  ['2-3,7', [2, 3, 7]],
  ['0,5', [0, 5]],
])('reads the seeds %s', (text, seeds) => {
  expect(parseSeeds(text)).toEqual(seeds);
});

test.each(['0', '-1', 'x', '', '1,1', '5-3', '1.5', '1-999999999'])(
  'refuses the seeds %j',
  (text) => {
    expect(() => parseSeeds(text)).toThrow();
  },
);

test.each([
  [['--dataset', 'imagenet'], 'Allowed choices are geoshapes, fashion-mnist, mnist'],
  [['--steps', '0'], 'Give a whole number >= 1.'],
  [['--backend', 'gpu'], 'Allowed choices are auto, node-gpu, node, webgpu, wasm, cpu'],
  [['--seed', '1'], "unknown option '--seed'"],
  [['surplus'], 'too many arguments'],
])('a wrong argument is said to be wrong: %j', async (args, message) => {
  const program = createProgram();
  let said = '';
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: (text) => (said += text) });
  }
  await expect(program.parseAsync(['run', ...args], { from: 'user' })).rejects.toThrow();
  expect(said).toContain(message);
});

test('help shows examples', () => {
  const command = createProgram().commands.find((each) => each.name() === 'run');
  let said = '';
  command?.configureOutput({ writeOut: (text) => (said += text) }).outputHelp();
  expect(said).toContain('$ gradus run --dataset fashion-mnist');
});
