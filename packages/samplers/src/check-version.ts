import { wrong } from './wrong.ts';

/** Throws unless a snapshot is one of version 1. */
export function checkVersion(caller: string, snapshot: { version: number } | undefined): void {
  const version: unknown = snapshot?.version;
  if (version !== 1) {
    throw wrong(caller, 'restore takes a snapshot of version 1', version, TypeError);
  }
}
