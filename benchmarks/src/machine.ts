import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, platform, release } from 'node:os';
import { version_core } from '@tensorflow/tfjs-core';

/** What a figure depends on. */
export interface Machine {
  cpu: string;
  cores: number;
  system: string;
  node: string;
  tfjs: string;
  /** Where it ran in a page: the browser and its version. */
  browser?: string | undefined;
  /** Of this repository; `+` where files differ from it. */
  commit: string;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    tfjs: version_core,
    commit: commit(),
  };
}

/** A name for a folder: `amd-epyc-7b13-2-cores`. */
export function machineName({ cpu, cores }: Machine): string {
  const words = cpu.toLowerCase().replace(/\(r\)|\(tm\)|@.*|cpu|processor/g, '');
  return `${words.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}-${cores}-cores`;
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: import.meta.dirname,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    return git('rev-parse', 'HEAD') + (git('status', '--porcelain', '-uno') === '' ? '' : '+');
  } catch {
    return 'unknown';
  }
}
