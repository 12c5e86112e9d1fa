import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PeerArm } from './suite.ts';

const execute = promisify(execFile);

/**
 * A program that does the same work without us. It is run once a round, with the time to spend in milliseconds as its
 * last argument, warms itself up, and writes one line of JSON: `{"samples": [ms, ...]}`, times per operation,
 * with `"about"` beside them where its version is worth a word.
 *
 * @param command The program and its arguments, or why it cannot be run.
 */
export function peerArm(name: string, command: string[] | { absent: string }): PeerArm {
  return {
    name,
    async turn(timeMs) {
      if ('absent' in command) return command;
      const [program, ...args] = command;
      if (program === undefined) throw new Error(`${name}: no program`);
      const { stdout } = await execute(program, [...args, String(timeMs)]);
      const { samples, about } = JSON.parse(stdout) as { samples: number[]; about?: string };
      if (samples.length === 0) throw new Error(`${name}: measured nothing`);
      return { samples, about };
    },
  };
}

/** The command that runs `peers/<script>` by a Python that has the module. */
export async function python(
  script: string,
  module: string,
  ...args: string[]
): Promise<string[] | { absent: string }> {
  for (const program of ['python3', '/usr/bin/python3']) {
    try {
      await execute(program, ['-c', `import ${module}`]);
      return [program, fileURLToPath(new URL(`../peers/${script}`, import.meta.url)), ...args];
    } catch {
      // not this one
    }
  }
  return { absent: `no python3 with ${module} here (Debian: apt-get install python3-${module})` };
}
