import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readImageFolder } from './image-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-data-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), bytes);
}

/** A PNG of two pixels side by side. */
function png(channels: 1 | 2 | 3 | 4, values: number[], depth: 8 | 16 = 8): Uint8Array {
  const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return encode({ width: 2, height: 1, channels, depth, data });
}

test('reads a class for each folder, sorted by name, and the files in it, sorted by theirs', async () => {
  await put('cat/2.png', png(1, [3, 4]));
  await put('cat/1.PNG', png(1, [1, 2]));
  await put('ant/1.png', png(1, [5, 6]));
  await put('ant/notes.txt', Buffer.from('not an image'));
  await put('.git/1.png', Buffer.from('not an image'));
  expect(await readImageFolder(folder, { name: 'zoo' })).toEqual({
    name: 'zoo',
    inputs: Uint8Array.of(5, 6, 1, 2, 3, 4),
    labels: Uint8Array.of(0, 1, 1),
    count: 3,
    shape: [1, 2, 1],
    classNames: ['ant', 'cat'],
  });
});

test('drops transparency, cuts 16 bits to 8, colours grey images among coloured ones', async () => {
  await put('a/1.png', png(3, [1, 2, 3, 4, 5, 6]));
  await put('a/2.png', png(4, [11, 12, 13, 99, 14, 15, 16, 0]));
  await put('a/3.png', png(2, [7, 200, 8, 100]));
  await put('a/4.png', png(1, [0x1234, 0xff00], 16));
  const { inputs, shape } = await readImageFolder(folder);
  expect(shape).toEqual([1, 2, 3]);
  expect([...inputs]).toEqual([
    ...[1, 2, 3, 4, 5, 6],
    ...[11, 12, 13, 14, 15, 16],
    ...[7, 7, 7, 8, 8, 8],
    ...[0x12, 0x12, 0x12, 0xff, 0xff, 0xff],
  ]);
});

test('reads JPEGs in colour', async () => {
  const data = new Uint8Array(16 * 16 * 4).fill(200);
  await put('a/1.jpg', encodeJpeg({ width: 16, height: 16, data }, 100).data);
  const { inputs, shape } = await readImageFolder(folder);
  expect(shape).toEqual([16, 16, 3]);
  expect(inputs.every((value) => Math.abs(value - 200) < 4)).toBe(true);
});

// Made by hand from the PNG specification: one row of 2 bits a pixel, and one of a palette with transparency.
test('reads grey of few bits, and palettes', async () => {
  await put('a/1.png', Buffer.from(TWO_BITS, 'base64'));
  expect([...(await readImageFolder(folder)).inputs]).toEqual([0, 85, 170, 255]);
  await rm(join(folder, 'a'), { recursive: true });
  await put('a/1.png', Buffer.from(PALETTE, 'base64'));
  expect([...(await readImageFolder(folder)).inputs]).toEqual([255, 0, 0, 0, 0, 255]);
});

// python3 -c "import zlib,struct,base64; c=lambda t,d: struct.pack('>I',len(d))+t+d+struct.pack('>I',zlib.crc32(t+d)); print(base64.b64encode(b'\x89PNG\r\n\x1a\n'+c(b'IHDR',struct.pack('>IIBBBBB',4,1,2,0,0,0,0))+c(b'IDAT',zlib.compress(b'\0\x1b'))+c(b'IEND',b'')).decode())"
const TWO_BITS =
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAABAgAAAACW50iwAAAACklEQVR4nGOQBgAAHQAcjvT1IQAAAABJRU5ErkJggg==';
// The same with IHDR (2, 1, 8, 3, 0, 0, 0), PLTE ff0000 0000ff, tRNS 80 ff, IDAT 00 00 01.
const PALETTE =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEX/AAAAAP9sof2OAAAAAnRSTlOA/2ASuv4AAAALSURBVHicY2BgBAAABAACv3o/SgAAAABJRU5ErkJggg==';

describe('refuses', () => {
  test('a folder without classes or images', async () => {
    await expect(readImageFolder(folder)).rejects.toThrow(
      `data: ${folder} must hold a folder of PNG or JPEG images for each class`,
    );
    await put('a/notes.txt', Buffer.from(''));
    await expect(readImageFolder(folder)).rejects.toThrow('for each class');
  });

  test('images of different sizes, by their names', async () => {
    await put('a/1.png', png(1, [1, 2]));
    await put('b/2.png', encode({ width: 1, height: 2, channels: 1, data: Uint8Array.of(1, 2) }));
    await expect(readImageFolder(folder)).rejects.toThrow(
      `data: ${join(folder, 'b/2.png')} must be 2 x 1 pixels, as the first image, got 1 x 2`,
    );
  });

  test('a PNG cut anywhere, or with a byte changed, by its name', async () => {
    const whole = png(3, [1, 2, 3, 4, 5, 6]);
    const end = whole.length - 12; // the last chunk says only that it is the last
    for (let length = 0; length < end; length++) {
      await put('a/1.png', whole.subarray(0, length));
      await expect(readImageFolder(folder), `cut at ${length}`).rejects.toThrow(
        `data: ${join(folder, 'a/1.png')} is no image that can be read: `,
      );
    }
    for (let at = 0; at < end; at++) {
      const changed = whole.slice();
      changed[at] = (changed[at] as number) ^ 0x40;
      await put('a/1.png', changed);
      await expect(readImageFolder(folder), `changed at ${at}`).rejects.toThrow('a/1.png');
    }
  });

  test('an image that promises terabytes, before it makes room for it', async () => {
    const huge = Buffer.from(png(1, [1, 2]));
    huge.writeUInt32BE(0x7fffffff, 16);
    huge.writeUInt32BE(0x7fffffff, 20);
    await put('a/1.png', huge);
    await expect(readImageFolder(folder)).rejects.toThrow(
      'its sides must be 1 to 4096 pixels, got 2147483647 x 2147483647',
    );
    const jpeg = encodeJpeg({ width: 16, height: 16, data: new Uint8Array(1024) }, 50).data;
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt32BE(0xffffffff, frame + 5);
    await rm(join(folder, 'a/1.png'));
    await put('a/1.jpg', jpeg);
    await expect(readImageFolder(folder)).rejects.toThrow('is no image that can be read: ');
  });
});
