import { LastingError } from './first-answer.ts';
import type { PublishedFile } from './load-options.ts';
import type { Platform } from './platform.ts';

/** Throws, naming expected and found, unless the (decompressed) bytes are the file published. */
export async function checkFile(
  bytes: Uint8Array,
  file: PublishedFile,
  platform: Platform,
): Promise<void> {
  if (bytes.length !== file.bytes) {
    throw new LastingError(`must hold ${file.bytes} bytes (decompressed), got ${bytes.length}`);
  }
  const sha256 = await platform.sha256(bytes);
  if (sha256 !== file.sha256) {
    throw new LastingError(`must have sha256 ${file.sha256}, got ${sha256}`);
  }
}

/** What a file of that many bytes may have at most while it is compressed, be it by a packer that gains nothing. */
export function mostCompressed(bytes: number): number {
  return Math.ceil(bytes * 1.001) + 1024; // deflate adds 5 bytes a block of 16 KiB or more; and a header
}
