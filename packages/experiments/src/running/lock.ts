import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Takes a folder for this process, creating it if need be, so that two commands do not write into it at once.
 * What a process that died left behind is taken over.
 *
 * @returns Gives the folder back.
 * @throws Error if another process has it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock.json');
  const own = JSON.stringify({ pid: process.pid, host: hostname() });
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(own);
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(path);
    if (holder !== null && isAlive(holder)) {
      throw new Error(
        `${folder} is in use by process ${holder.pid} on ${holder.host}: wait for it, or give --out another folder (if no such process runs, delete ${path})`,
      );
    }
    await rm(path, { force: true });
  }
  throw new Error(`${folder} cannot be locked: other processes keep taking it`);
}

interface Holder {
  pid: number;
  host: string;
}

/** Who has the lock; null where that cannot be read, as when the holder died while writing it. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true; // it cannot be known from here
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
