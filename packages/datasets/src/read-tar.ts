import { LastingError } from './first-answer.ts';

const BLOCK = 512;

/**
 * Gives the wanted files of a tar archive as it arrives, and holds no other bytes than the one file
 * at hand: it allocates what `sizes` says, never what the archive says.
 *
 * @param sizes The length of each file to give, by its name without folders.
 * @param limit The most bytes that the archive may have.
 * @throws LastingError if the archive is cut or damaged, names a place outside itself or a name of
 *   more than 255 bytes, holds anything but files and folders, or a wanted file has another length.
 * @see POSIX.1-1988, the ustar format
 */
export async function* readTar(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  sizes: ReadonlyMap<string, number>,
  limit: number,
): AsyncGenerator<{ name: string; bytes: Uint8Array }, void, undefined> {
  const source = new Source(chunks, limit);
  const header = new Uint8Array(BLOCK);
  try {
    for (;;) {
      await source.fill(header, 'a header');
      if (header.every((byte) => byte === 0)) return;
      const { path, size, type } = parseHeader(header);
      const padding = (BLOCK - (size % BLOCK)) % BLOCK;
      const name = path.slice(path.lastIndexOf('/') + 1);
      const expected = type === 'file' ? sizes.get(name) : undefined;
      if (expected === undefined) {
        await source.skip(size + padding, path);
        continue;
      }
      if (size !== expected) {
        throw new LastingError(`tar: ${path} must hold ${expected} bytes, got ${size}`);
      }
      const bytes = new Uint8Array(size);
      await source.fill(bytes, path);
      await source.skip(padding, path);
      yield { name, bytes };
    }
  } finally {
    await chunks.return();
  }
}

function parseHeader(header: Uint8Array) {
  let sum = 0;
  for (const [i, byte] of header.entries()) sum += i >= 148 && i < 156 ? 32 : byte;
  const checksum = octal(header, 148, 8);
  if (sum !== checksum) {
    throw new LastingError(`tar: a header must have checksum ${checksum}, got ${sum}`);
  }
  const isUstar = text(header, 257, 6) === 'ustar'; // of GNU's, these bytes are "ustar " and no prefix
  const prefix = isUstar ? text(header, 345, 155) : '';
  const path = `${prefix === '' ? '' : `${prefix}/`}${text(header, 0, 100)}`;
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.split(/[/\\]/).includes('..')) {
    throw new LastingError(`tar: names must stay inside the archive, got ${path}`);
  }
  const flag = String.fromCharCode(header[156] as number);
  if (flag === 'L' || flag === 'K') {
    throw new LastingError('tar: names must have at most 255 bytes');
  }
  // x and g hold remarks on the file that follows, such as its times.
  const type = /[0\0]/.test(flag) ? 'file' : /[5xg]/.test(flag) ? 'other' : undefined;
  if (type === undefined) {
    throw new LastingError(`tar: ${path} must be a file or a folder, got type ${flag}`);
  }
  return { path, type, size: octal(header, 124, 12) };
}

/** An octal number, ended by a space or a zero byte; 12 digits stay far below 2^53. */
function octal(header: Uint8Array, from: number, length: number): number {
  const digits = text(header, from, length).trim();
  if (!/^[0-7]+$/.test(digits)) {
    throw new LastingError(`tar: a header must hold octal numbers, got ${JSON.stringify(digits)}`);
  }
  return Number.parseInt(digits, 8);
}

function text(header: Uint8Array, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return String.fromCharCode(...(end < 0 ? field : field.subarray(0, end)));
}

/** Bytes taken from chunks, in the sizes that are asked for. */
class Source {
  #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  #rest = new Uint8Array(0) as Uint8Array;

  #left: number;

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>, limit: number) {
    this.#chunks = chunks;
    this.#left = limit;
  }

  async fill(target: Uint8Array, what: string): Promise<void> {
    let at = 0;
    await this.#take(target.length, what, (bytes) => {
      target.set(bytes, at);
      at += bytes.length;
    });
  }

  skip(length: number, what: string): Promise<void> {
    return this.#take(length, what, () => undefined);
  }

  async #take(length: number, what: string, use: (bytes: Uint8Array) => void): Promise<void> {
    if (length > this.#left) {
      throw new LastingError(
        `tar: ${what} of ${length} bytes makes the archive longer than it may be`,
      );
    }
    this.#left -= length;
    for (let missing = length; missing > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) throw new LastingError(`tar: the archive ends inside ${what}`);
        this.#rest = value;
      }
      const taken = this.#rest.subarray(0, missing);
      use(taken);
      this.#rest = this.#rest.subarray(taken.length);
      missing -= taken.length;
    }
  }
}
