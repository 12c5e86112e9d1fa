import { open, rename, rm } from 'node:fs/promises';

let counter = 0;

/**
 * Writes a file whole or not at all: beside its place, to the disk, and then renamed.
 *
 * npm's write-file-atomic takes a short write, as on a full disk, for a finished one; `writeFile` of a handle goes on
 * until everything is written or throws.
 */
export async function writeWhole(path: string, data: string | Uint8Array): Promise<void> {
  const aside = `${path}.${process.pid}-${counter++}.tmp`;
  try {
    const file = await open(aside, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}
