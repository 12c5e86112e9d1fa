import { installWasmTraining } from '@gradus/wasm-training';
import { beforeAll, expect, test } from 'vitest';
import { far } from './far.ts';
import { type FarReport, placeOf } from './map.ts';

beforeAll(() => {
  installWasmTraining();
});

/** The cells of the map by where they are. */
function cells(report: FarReport, isIn: (x: number, y: number) => boolean) {
  return Array.from(report.bald, (bald, i) => {
    const [x, y] = placeOf(i);
    return { x, y, aadt: report.aadt[i] as number, bald };
  }).filter(({ x, y }) => isIn(x, y));
}

test('far from the data BALD doubts what distance to the threshold is sure of, and near them it does not', async () => {
  let report: FarReport | undefined;
  for await (const next of far({ seed: 1, dropout: 0.2, passes: 20 })) report = next;
  expect(report?.finished).toBe(true);
  const made = report as FarReport;
  // One-hot gives 2, p = 0.95 gives 2.22. The clusters lie at (-1.2, 0) and (1.2, 0).
  const sure = ({ aadt }: { aadt: number }) => aadt < 2.05;
  const near = cells(made, (x, y) => Math.abs(x) > 0.9 && Math.abs(x) < 1.5 && Math.abs(y) < 0.5);
  const far_ = cells(made, (_, y) => Math.abs(y) > 4).filter(sure);
  expect(near.every(sure)).toBe(true);
  expect(Math.max(...near.map(({ bald }) => bald))).toBeLessThan(0.05);
  expect(Math.max(...far_.map(({ bald }) => bald))).toBeGreaterThan(0.3);
  // More than a stray cell: a tenth of the far ones that AADT is sure of.
  expect(far_.filter(({ bald }) => bald > 0.1).length).toBeGreaterThan(far_.length / 10);
});

test('the same seed makes the same map, another one another', async () => {
  const first = async (seed: number) => {
    for await (const { aadt, bald } of far({ seed, dropout: 0.2, passes: 3 })) return [aadt, bald];
    return [];
  };
  const map = await first(4);
  expect(await first(4)).toEqual(map);
  expect(await first(5)).not.toEqual(map);
});
