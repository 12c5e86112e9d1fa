#!/usr/bin/env node
import { type Command, CommanderError } from 'commander';
import { createProgram } from './commands/cli.ts';
import { UsageError } from './usage-error.ts';

let reading = true;
process.stdout.on('error', readerGone);
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

/** `gradus run | head`: what is at work stops as with Ctrl-C, in order; where nothing is, there is nothing to say. */
function readerGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  if (reading && !process.emit('SIGINT')) process.exit();
  reading = false;
}
