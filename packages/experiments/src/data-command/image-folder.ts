import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Dataset } from '@gradus/datasets';
import { convertIndexedToRgb, decode as decodePng } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';

const MOST_SIDE = 4096;
const MOST_BYTES = 64 * 2 ** 20;
const ENDINGS = ['.png', '.jpg', '.jpeg'];

interface Image {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/**
 * Reads a folder with a folder of PNG or JPEG images for each class, all of one size; the names of
 * the folders, sorted, name the classes. Transparency is dropped, 16 bits become 8, and grey images
 * among coloured ones become coloured.
 *
 * @throws Error that names the file where one is no image, damaged, larger than 4096 pixels a side or
 *   of another size than the first; RangeError if there are no classes or no images.
 */
export async function readImageFolder(
  folder: string,
  options: { name?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<Dataset> {
  const { name = 'images', signal } = options;
  const classNames = await foldersIn(folder);
  const images: Image[] = [];
  const labels: number[] = [];
  for (const [label, className] of classNames.entries()) {
    const files = await readdir(join(folder, className));
    for (const file of files.sort()) {
      if (file.startsWith('.') || !ENDINGS.includes(extname(file).toLowerCase())) continue;
      signal?.throwIfAborted();
      const path = join(folder, className, file);
      const image = await readImage(path);
      const first = images[0] ?? image;
      if (image.width !== first.width || image.height !== first.height) {
        throw new RangeError(
          `data: ${path} must be ${first.width} x ${first.height} pixels, as the first image, got ${image.width} x ${image.height}`,
        );
      }
      images.push(image);
      labels.push(label);
    }
  }
  const [first] = images;
  if (first === undefined) {
    throw new RangeError(`data: ${folder} must hold a folder of PNG or JPEG images for each class`);
  }
  const channels = images.some((image) => image.channels === 3) ? 3 : 1;
  const size = first.width * first.height * channels;
  const inputs = new Uint8Array(images.length * size);
  for (const [i, image] of images.entries()) {
    inputs.set(image.channels === channels ? image.data : inColour(image.data), i * size);
  }
  const LabelArray = classNames.length <= 256 ? Uint8Array : Uint16Array;
  return {
    name,
    inputs,
    labels: LabelArray.from(labels),
    count: images.length,
    shape: [first.height, first.width, channels],
    classNames,
  };
}

/** The folders in a folder, sorted. */
export async function foldersIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true });
  return found
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

async function readImage(path: string): Promise<Image> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) {
    throw new RangeError(`data: ${path} must be at most ${MOST_BYTES} bytes, got ${size}`);
  }
  const bytes = await readFile(path);
  try {
    return bytes[0] === 0x89 ? fromPng(bytes) : fromJpeg(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`data: ${path} is no image that can be read: ${reason}`, { cause: error });
  }
}

function fromPng(bytes: Buffer): Image {
  // Before anything is allocated by them: the sides that the header promises.
  const [width, height] =
    bytes.length < 24 ? [0, 0] : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  checkSides(width, height);
  const png = decodePng(bytes, { checkCrc: true });
  const { channels, depth } = png;
  if (png.palette !== undefined) {
    const rgb = convertIndexedToRgb(png);
    const perPixel = rgb.length / (width * height); // 4 where the palette has transparency
    return { width, height, channels: 3, data: firstChannels(rgb, perPixel, 3, 0) };
  }
  const kept = channels >= 3 ? 3 : 1;
  // Fewer bits than 8 come packed into bytes.
  const values = depth < 8 ? unpacked(png.data as Uint8Array, width, height, depth) : png.data;
  const data = firstChannels(values, channels, kept, depth === 16 ? 8 : 0);
  return { width, height, channels: kept, data };
}

function fromJpeg(bytes: Buffer): Image {
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: 17,
    maxMemoryUsageInMB: 512,
  });
  checkSides(width, height);
  return { width, height, channels: 3, data };
}

function checkSides(width: number, height: number): void {
  if (!(width >= 1 && height >= 1 && width <= MOST_SIDE && height <= MOST_SIDE)) {
    throw new RangeError(`its sides must be 1 to ${MOST_SIDE} pixels, got ${width} x ${height}`);
  }
}

/** The first channels of each pixel, their values cut to 8 bits. */
function firstChannels(
  data: ArrayLike<number>,
  channels: number,
  kept: number,
  shift: number,
): Uint8Array {
  const out = new Uint8Array((data.length / channels) * kept);
  for (let i = 0; i < out.length; i++) {
    const at = Math.floor(i / kept) * channels + (i % kept);
    out[i] = (data[at] as number) >> shift;
  }
  return out;
}

/** Grey values of 1, 2 or 4 bits, rows beginning at bytes, spread over 0 to 255. */
function unpacked(data: Uint8Array, width: number, height: number, depth: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + Math.floor(bit / 8)] as number;
      out[y * width + x] = (((byte >> (8 - depth - (bit % 8))) & most) * 255) / most;
    }
  }
  return out;
}

function inColour(grey: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: grey.length * 3 }, (_, i) => grey[Math.floor(i / 3)] as number);
}
