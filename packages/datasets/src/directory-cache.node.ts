import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileCache } from './platform.ts';

const PART = '.part';
const HOUR_MS = 3_600_000;

/** A cache in a folder: an entry is a file that was written under another name and then renamed. */
export class DirectoryCache implements FileCache {
  #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(
    key: string,
    length: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array | undefined> {
    const path = this.pathOf(key);
    const found = await stat(path).catch(absent);
    if (found === undefined) return undefined;
    if (!found.isFile()) throw new TypeError(`${path} must be a file`);
    if (found.size !== length) {
      await this.remove(key);
      return undefined;
    }
    return readFile(path, { signal }).catch(absent);
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(key);
    const folder = dirname(path);
    await mkdir(folder, { recursive: true });
    await removeLeftovers(folder);
    // A name of its own for each writer; the rename then replaces whatever another has put there.
    const part = join(folder, `.${basename(path)}.${randomUUID()}${PART}`);
    try {
      const file = await open(part, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      // Windows lets nobody replace a file that another process is reading: then it is there.
      const isTaken = ['EPERM', 'EACCES', 'EBUSY'].includes(
        (error as NodeJS.ErrnoException).code ?? '',
      );
      if (isTaken && (await stat(path).catch(absent))?.size === bytes.length) return;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  pathOf(key: string): string {
    return join(this.#folder, ...key.split('/'));
  }
}

/** Removes what killed processes left half-written: nobody writes for an hour. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.') || !name.endsWith(PART)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(absent);
    if (found !== undefined && Date.now() - found.mtimeMs > HOUR_MS)
      await rm(path, { force: true });
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
