import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tarOf } from '../test/tar.ts';
import { LastingError } from './first-answer.ts';
import { readTar } from './read-tar.ts';

const A = Uint8Array.from({ length: 700 }, (_, i) => i % 256);
const B = Uint8Array.of(1, 2, 3);
const SIZES = new Map([
  ['a.bin', A.length],
  ['b.bin', B.length],
]);
const ARCHIVE = tarOf(
  { name: 'set/', type: '5' },
  { name: 'set/b.bin', bytes: B },
  { name: 'set/readme.html', bytes: Buffer.from('<p>hello') },
  { name: 'set/a.bin', bytes: A },
);

async function* inPieces(bytes: Uint8Array, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function filesIn(bytes: Uint8Array, sizes = SIZES, piece = 1000, limit = 1e6) {
  const found: Record<string, number[]> = {};
  for await (const { name, bytes: content } of readTar(inPieces(bytes, piece), sizes, limit)) {
    found[name] = [...content];
  }
  return found;
}

test.each([1, 7, 512, 513, 1e6])(
  'gives the wanted files, whatever the pieces it comes in (%i)',
  async (piece) => {
    expect(await filesIn(ARCHIVE, SIZES, piece)).toEqual({ 'a.bin': [...A], 'b.bin': [...B] });
    expect(await filesIn(ARCHIVE, new Map([['a.bin', 700]]), piece)).toEqual({ 'a.bin': [...A] });
  },
);

test.each(['gnu', 'ustar', 'posix', 'v7'])('reads what GNU tar writes as %s', async (format) => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-datasets-'));
  try {
    mkdirSync(join(folder, 'set'));
    writeFileSync(join(folder, 'set', 'a.bin'), A);
    writeFileSync(join(folder, 'set', 'b.bin'), B);
    const archive = execFileSync('tar', ['-c', `--format=${format}`, 'set'], { cwd: folder });
    expect(await filesIn(archive)).toEqual({ 'a.bin': [...A], 'b.bin': [...B] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('takes a name of which a part stands in the prefix', async () => {
  expect(await filesIn(tarOf({ name: 'b.bin', prefix: 'x'.repeat(155), bytes: B }))).toEqual({
    'b.bin': [...B],
  });
});

test('closes its source when it is left, and when it fails', async () => {
  let closed = 0;
  async function* source(bytes: Uint8Array) {
    try {
      yield bytes;
    } finally {
      closed++;
    }
  }
  for await (const _file of readTar(source(ARCHIVE), SIZES, 1e6)) break;
  expect(closed).toBe(1);
  const broken = readTar(source(ARCHIVE.subarray(0, 100)), SIZES, 1e6);
  await expect(broken.next()).rejects.toThrow('tar: the archive ends inside a header');
  expect(closed).toBe(2);
});

describe('refuses', () => {
  const end = ARCHIVE.length - 1024;
  test('an archive cut anywhere', async () => {
    for (let length = 0; length < end; length += length < 1600 ? 1 : 37) {
      await expect(filesIn(ARCHIVE.subarray(0, length))).rejects.toThrow(
        /^tar: the archive ends inside (a header|set\/)/,
      );
    }
  });

  test.each([
    ['../b.bin', ''],
    ['set/../../b.bin', ''],
    ['b.bin', '..'],
    ['set\\..\\b.bin', ''],
    ['/etc/b.bin', ''],
    ['b.bin', '/etc'],
    ['C:\\b.bin', ''],
    ['c:b.bin', ''],
  ])('the name %s with prefix "%s"', async (name, prefix) => {
    await expect(filesIn(tarOf({ name, prefix, bytes: B }))).rejects.toThrow(
      'tar: names must stay inside the archive, got ',
    );
  });

  test('names longer than a header holds', async () => {
    const long = Buffer.alloc(10_000, 'x');
    for (const type of ['L', 'K']) {
      await expect(filesIn(tarOf({ name: '././@LongLink', type, bytes: long }))).rejects.toThrow(
        'tar: names must have at most 255 bytes',
      );
    }
  });

  test.each(['1', '2', '3', '4', '6', '7', 'S', '\xff'])(
    'an entry of type %s: links, devices and the like',
    async (type) => {
      await expect(filesIn(tarOf({ name: 'b.bin', type }))).rejects.toThrow(
        `tar: b.bin must be a file or a folder, got type ${type}`,
      );
    },
  );

  test('a wanted file of another length, before it makes room for it', async () => {
    for (const size of ['77777777777\0', '00000000002\0', '00000000000\0']) {
      await expect(filesIn(tarOf({ name: 'b.bin', size, bytes: B }))).rejects.toThrow(
        `tar: b.bin must hold 3 bytes, got ${Number.parseInt(size, 8)}`,
      );
    }
  });

  test('sizes that are no octal numbers', async () => {
    for (const size of [
      '\x80\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff',
      '-0000000003\0',
      '9\0',
      '\0',
    ]) {
      await expect(filesIn(tarOf({ name: 'b.bin', size, bytes: B }))).rejects.toThrow(
        'tar: a header must hold octal numbers, got ',
      );
    }
  });

  test('an archive longer than it may be, by what it says of what it skips', async () => {
    await expect(filesIn(tarOf({ name: 'other', size: '77777777777\0' }))).rejects.toThrow(
      'tar: other of 8589934592 bytes makes the archive longer than it may be',
    );
    await expect(filesIn(ARCHIVE, SIZES, 1000, 2000)).rejects.toThrow('longer than it may be');
  });

  test('a header with any byte changed', async () => {
    for (let at = 0; at < 512; at++) {
      const bytes = Buffer.from(ARCHIVE);
      bytes[at] = ((bytes[at] as number) + 1) % 256;
      // The checksum's own last two bytes carry nothing.
      if (at === 154 || at === 155) continue;
      await expect(filesIn(bytes), `byte ${at}`).rejects.toThrow(
        /^tar: a header must (have checksum|hold octal)/,
      );
    }
  });
});

test('whatever an archive is changed to, the answer is true or one of its errors', async () => {
  const change = fc.tuple(fc.nat(ARCHIVE.length - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { maxLength: 4 }),
      fc.nat(ARCHIVE.length),
      fc.boolean(),
      async (changes, length, isSummed) => {
        const bytes = Buffer.from(ARCHIVE.subarray(0, length));
        for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
        if (isSummed && length >= 512) {
          // A checksum that fits lets the change through to the fields.
          bytes.fill(' ', 148, 156);
          const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
          bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
        }
        try {
          for (const [name, content] of Object.entries(await filesIn(bytes))) {
            expect(content.length).toBe(SIZES.get(name));
          }
        } catch (error) {
          expect(error).toBeInstanceOf(LastingError);
          expect((error as Error).message).toMatch(/^tar: /);
        }
      },
    ),
    { seed: 1, numRuns: 2000 },
  );
});
