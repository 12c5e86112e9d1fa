import { Command } from 'commander';
import { type SuiteFile, suitesHere } from '../suites-here.ts';
import { compareCommand } from './compare-command.ts';
import { gpuCommand } from './gpu-command.ts';
import { reportCommand } from './report-command.ts';
import { runCommand } from './run-command.ts';

/** The command `pnpm bench`, ready to parse. A wrong word anywhere throws. */
export function createProgram(suites: () => Promise<SuiteFile[]> = suitesHere): Command {
  const program = new Command('pnpm bench')
    .description('How fast Gradus is on this machine, beside its peers.')
    .showHelpAfterError('(add --help to see what can be asked for)')
    .exitOverride();
  runCommand(program, suites);
  for (const command of [gpuCommand(suites), compareCommand(), reportCommand()]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  return program;
}
