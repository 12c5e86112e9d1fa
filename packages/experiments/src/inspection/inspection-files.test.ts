import { decode } from 'fast-png';
import { DOMParser } from 'linkedom';
import { expect, test } from 'vitest';
import { someHistory } from './inspection.fixture.ts';
import { inspectionFiles } from './inspection-files.ts';

const files = inspectionFiles(someHistory(), 'gradus inspect runs/quick');
const read = (name: string) => files.find((file) => file.name === name)?.data;

test('a gallery has a row for each scorer or moment, ten samples in it', () => {
  const tile = 64 + 2 * 4 + 6;
  const size = (name: string) => {
    const { width, height } = decode(read(name) as Uint8Array);
    return [width, height].map((pixels) => (pixels - 6) / tile);
  };
  expect(size('hardest.png')).toEqual([10, 8]);
  expect(size('easiest-bald.png')).toEqual([10, 3]);
  expect(size('data-map.png')).toEqual([10, 3]);
});

test('every figure is well-formed, says what it shows, and holds no number that is none', () => {
  for (const name of ['factors.svg', 'agreement.svg', 'movement.svg', 'data-map.svg']) {
    const text = read(name) as string;
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    expect(root?.getAttribute('aria-label')).toMatch(/\w/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  }
  const factors = (read('factors.svg') as string).match(/<svg /g) ?? [];
  expect(factors.length).toBe(1 + 10);
});

test('the data map has every sample, the wrong ones apart', () => {
  expect(read('data-map.svg')).toMatch(
    /aria-description="\d+ samples that the last model gets right, as filled dots, and \d+ that it gets wrong/,
  );
});

test('the page says how to have it again, and needs nothing beside it', () => {
  const page = read('inspection.html') as string;
  expect(page).toContain('<code>gradus inspect runs/quick</code>');
  expect(page).not.toMatch(/<script|(src|href)="(?!data:)/);
  expect(page).not.toMatch(/NaN|undefined/);
});

test('samples that are no images have figures and no galleries', () => {
  const dataset = { ...someHistory().dataset, shape: [1024] };
  const names = inspectionFiles(someHistory({ dataset, scorers: ['./own.mjs'] }), '').map(
    ({ name }) => name,
  );
  expect(names).toEqual([
    'inspection.html',
    'inspection.json',
    'factors.svg',
    'agreement.svg',
    'movement.svg',
    'data-map.svg',
  ]);
});

test('the name of a scorer of one’s own makes a file name', () => {
  const names = inspectionFiles(someHistory({ scorers: ['./own.mjs', 'margin'] }), '').map(
    ({ name }) => name,
  );
  expect(names).toContain('hardest-.-own.mjs.png');
});
