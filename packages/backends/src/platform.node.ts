import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type NodeHost, nodePlatform } from './node-platform.ts';
import type { Platform } from './platform.ts';

const TIME_LIMIT_MS = 60_000;

/** Node itself. Packages are looked for beside this one, then in the working directory's project. */
export const host: NodeHost = {
  processor: cpus()[0]?.model.trim() || 'an unknown processor',
  version: Number.parseInt(process.versions.node, 10),
  resolve: (name) => here(name) ?? there(name),

  async load(name) {
    const elsewhere = here(name) === undefined ? there(name) : undefined;
    return import(elsewhere === undefined ? name : pathToFileURL(elsewhere).href);
  },

  run(script, argument) {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, ['-e', script, argument], {
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: TIME_LIMIT_MS,
      });
      const written = { out: '', err: '' };
      child.stdout.on('data', (chunk) => {
        written.out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        written.err += chunk;
      });
      child.on('error', (error) => resolve({ ok: false, output: String(error) }));
      child.on('close', (code, signal) => {
        if (code === 0) resolve({ ok: true, output: written.out });
        else resolve({ ok: false, output: written.err || `it ended with ${signal ?? code}` });
      });
    });
  },
};

export const platform: Platform = nodePlatform(host);

function here(name: string): string | undefined {
  return resolveFrom(import.meta.url, name);
}

function there(name: string): string | undefined {
  return resolveFrom(join(process.cwd(), 'package.json'), name);
}

function resolveFrom(base: string, name: string): string | undefined {
  try {
    return createRequire(base).resolve(name);
  } catch {
    return undefined;
  }
}
