import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from './usage-error.ts';

/** Imports a user's module and checks that it exports the function that is asked for. */
export async function importOwn<T>(
  option: string,
  file: string,
  name: string,
  form: string,
): Promise<T> {
  const path = resolve(file);
  let module: Record<string, unknown>;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`run: ${option} ${path} cannot be imported: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (typeof module[name] !== 'function') {
    const exported = Object.keys(module).join(', ') || 'nothing';
    throw new UsageError(
      `run: ${option} ${path} must export ${name}, ${form}; it exports ${exported}`,
    );
  }
  return module as T;
}

/** The sha256 of a file, so that a run is not continued with a changed one. */
export async function fingerprint(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(resolve(file)))
    .digest('hex');
}

/** Whether an option's value names a file rather than something of ours. */
export function isFile(value: string): boolean {
  return /[./\\]/.test(value);
}
