import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { RunFolder } from './run-folder.ts';

/** Opens a folder that must hold a run, to read it. */
export async function readRun(path: string): Promise<RunFolder> {
  if (!existsSync(join(path, 'config.json'))) {
    throw new UsageError(`${path} holds no run: it has no config.json`);
  }
  return RunFolder.read(path);
}
