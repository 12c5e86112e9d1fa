import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { contactSheet } from './contact-sheet.ts';
import { dataCommand } from './data-command.ts';
import { describe } from './describe.ts';

let folder = '';
let said: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-data-'));
  said = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

function run(...given: string[]): Promise<unknown> {
  const command = dataCommand();
  for (const each of [command, ...command.commands]) {
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  return command.parseAsync(['node', 'gradus-data', ...given]);
}

const DOTS = {
  name: 'dots',
  inputs: Uint8Array.of(0, 255, 255, 255),
  labels: Uint8Array.of(1, 0, 1, 1),
  count: 4,
  shape: [1, 1, 1],
  classNames: ['no', 'maybe'],
};

test('list names every set, and where it is', async () => {
  await mkdir(join(folder, 'cifar10'));
  for (const n of [1, 2, 3, 4, 5])
    await writeFile(join(folder, 'cifar10', `data_batch_${n}.bin`), '');
  await run('list', '--cache', folder);
  expect(said[0]).toMatch(/^mnist .*CC BY-SA 3.0 +not here: gradus data pull mnist$/m);
  expect(said[0]).toMatch(/^cifar10 .*none stated +not here: gradus data pull cifar10$/m);
  expect(said[0]).toMatch(/^geoshapes-geom .*drawn when asked for$/m);
  await writeFile(join(folder, 'cifar10', 'test_batch.bin'), '');
  await run('list', '--cache', folder);
  expect(said[1]).toContain(join(folder, 'cifar10'));
});

test('show counts a set, and draws its contact sheet', async () => {
  const out = join(folder, 'sheet.png');
  await run('show', 'geoshapes-basic', '--split', 'test', '--out', out);
  expect(said[0]).toMatch(
    /^geoshapes-basic-anywhere: 5000 samples of 32 x 32 x 1, 3 classes\nmean 0\.\d{4}\nsd {3}0\.\d{4}\nrectangle {2}166\d\n/,
  );
  expect(said[1]).toBe(`contact sheet: ${out}`);
  const { width, height } = decode(await readFile(out));
  expect([width, height]).toEqual([12 * 34 + 2, 3 * 34 + 2]);
});

test("show reads a folder of one's own, and says where a part is missing", async () => {
  const pixel = encode({ width: 1, height: 1, channels: 1, data: Uint8Array.of(51) });
  await mkdir(join(folder, 'dot'));
  await writeFile(join(folder, 'dot', '1.png'), pixel);
  await run('show', `path:${folder}`, '--out', join(folder, 'sheet.png'));
  expect(said[0]).toContain('1 samples of 1 x 1 x 1, 1 classes\nmean 0.2000\nsd   1.0000\ndot  1');
  await expect(run('show', `path:${folder}`, '--split', 'test')).rejects.toThrow(
    'has no test part',
  );
});

test('show says how to get what is not here, and refuses unknown names', async () => {
  await expect(run('show', 'cifar10', '--cache', folder)).rejects.toThrow(
    'data: cifar10 is not here: gradus data pull cifar10',
  );
  await expect(run('show', 'imagenet')).rejects.toThrow('the name must be one of mnist, ');
  await expect(run('pull', 'imagenet')).rejects.toThrow('Allowed choices are mnist, ');
  await expect(run('pull', 'mnist', '--from', 'ebay')).rejects.toThrow('Allowed choices are ');
});

test('a contact sheet has a row for each class, its first images in order', () => {
  const { width, channels, data } = decode(contactSheet(DOTS) as Uint8Array);
  const at = (row: number, column: number) => {
    const [x, y] = [2 + column * 58 + 28, 2 + row * 58 + 28];
    return [...data.subarray((y * width + x) * channels, (y * width + x) * channels + 3)];
  };
  expect(at(0, 0)).toEqual([255, 255, 255]);
  expect(at(1, 0)).toEqual([0, 0, 0]);
  expect(at(1, 1)).toEqual([255, 255, 255]);
  const floats = { ...DOTS, inputs: Float32Array.of(-1, 3, 1, 3) };
  expect(decode(contactSheet(floats) as Uint8Array).data.includes(127)).toBe(true);
  expect(contactSheet({ ...DOTS, shape: [1] })).toBeUndefined();
  expect(contactSheet({ ...DOTS, shape: [1, 1, 2] })).toBeUndefined();
});

test('a description counts each class', () => {
  expect(describe(DOTS)).toBe(
    'dots: 4 samples of 1 x 1 x 1, 2 classes\nmean 0.7500\nsd   0.4330\nno     1\nmaybe  3',
  );
});
