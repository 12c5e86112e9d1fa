import { availableBackends } from '@gradus/backends';
import { Command } from 'commander';

/** `gradus backends`. */
export function backendsCommand(): Command {
  return new Command('backends')
    .description(
      'Show which TensorFlow.js backends this machine has, and what the absent ones lack.',
    )
    .action(async () => {
      for (const { name, available, reason, cure } of await availableBackends()) {
        console.log(
          `${name.padEnd(9)} ${available ? 'available' : 'absent   '}${reason ? `  ${reason}` : ''}`,
        );
        if (!available && cure) console.log(`${' '.repeat(21)}${cure}`);
      }
    });
}
