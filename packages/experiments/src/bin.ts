#!/usr/bin/env node
import { CommanderError } from 'commander';
import { createProgram } from './commands/cli.ts';
import { UsageError } from './usage-error.ts';

const program = createProgram();
for (const command of [program, ...program.commands]) command.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    console.error(`gradus: ${error instanceof Error ? error.message : error}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
