import { expect, test } from 'vitest';
import { armNames } from '../training/arms.ts';
import { scorerPresets } from '../training/scorers.ts';
import { createProgram } from './cli.ts';
import { listing } from './list-command.ts';

test('there is a command for each thing to do, all described', () => {
  const { commands } = createProgram();
  expect(commands.map((command) => command.name())).toEqual([
    'run',
    'list',
    'data',
    'report',
    'compare',
    'inspect',
    'backends',
    'export-replication',
  ]);
  expect(commands.every((command) => command.description() !== '')).toBe(true);
  expect(createProgram().helpInformation()).not.toContain('export-replication');
});

test('help shows examples and exit codes', () => {
  const command = createProgram().commands.find((each) => each.name() === 'run');
  let said = '';
  command?.configureOutput({ writeOut: (text) => (said += text) }).outputHelp();
  expect(said).toContain('$ gradus run --dataset fashion-mnist');
  expect(said).toContain('130 stopped by Ctrl-C');
});

test('list has every name that run takes', () => {
  for (const name of [...armNames, ...scorerPresets.map((scorer) => scorer.name)]) {
    expect(listing()).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  }
});
