import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** What a command prints. One that fails throws an Error with everything that it printed. */
export async function command(
  file: string,
  given: string[],
  folder: string,
  environment: Record<string, string> = {},
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(file, given, {
      cwd: folder,
      maxBuffer: 2 ** 26,
      env: { ...process.env, ...environment },
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${file} ${given.join(' ')}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error });
  }
}
