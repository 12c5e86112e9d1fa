import { Command } from 'commander';
import { dataCommand } from '../data-command/data-command.ts';
import { versions } from '../running/provenance.ts';
import { backendsCommand } from './backends-command.ts';
import { compareCommand } from './compare-command.ts';
import { exportReplicationCommand } from './export-replication-command.ts';
import { inspectCommand } from './inspect-command.ts';
import { listCommand } from './list-command.ts';
import { reportCommand } from './report-command.ts';
import { runCommand } from './run-command.ts';

/** The command `gradus`, ready to parse. */
export function createProgram(): Command {
  const program = new Command('gradus')
    .description('Automatic curriculum learning for TensorFlow.js: train, compare, report.')
    .version(versions().gradus as string)
    .showHelpAfterError('(add --help to see what can be asked for)');
  const commands = [
    runCommand(),
    listCommand(),
    dataCommand(),
    reportCommand(),
    compareCommand(),
    inspectCommand(),
    backendsCommand(),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  // For checking this library, not for using it.
  const hidden = exportReplicationCommand().copyInheritedSettings(program);
  program.addCommand(hidden, { hidden: true });
  return program;
}
