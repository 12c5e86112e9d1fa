import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { version_core } from '@tensorflow/tfjs-core';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** The versions that a run's numbers depend on. */
export function versions(): Record<string, string> {
  return { gradus: version, tfjs: version_core, node: process.versions.node };
}

/** The commit that the working directory is at; null outside a git repository. */
export async function commit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD']);
    return stdout.trim();
  } catch {
    return null;
  }
}
