import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The program made of `peers/<source>` for this very machine, or why there is none. */
export async function compiled(source: string): Promise<string | { absent: string }> {
  const path = fileURLToPath(new URL(`../peers/${source}`, import.meta.url));
  const program = join(await mkdtemp(join(tmpdir(), 'bench-')), source.replace(/\.c$/, ''));
  try {
    await execute('cc', ['-O3', '-march=native', '-o', program, path, '-lm']);
    return program;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { absent: `no C compiler that takes it here: ${reason}` };
  }
}
