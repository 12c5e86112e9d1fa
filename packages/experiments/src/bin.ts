#!/usr/bin/env node
import { type Command, CommanderError } from 'commander';
import { createProgram } from './commands/cli.ts';
import { UsageError } from './usage-error.ts';

const program = createProgram();
throwing(program);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`gradus: ${error instanceof Error ? error.message : error}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/** A wrong word anywhere ends here with exit code 2, and not in commander with 1. */
function throwing(command: Command): void {
  command.exitOverride();
  command.commands.forEach(throwing);
}
