import { DOMParser } from 'linkedom';
import { describe, expect, test } from 'vitest';
import type { TableSummary, TrainingRecord } from '../results/records.ts';
import { summarize } from '../results/summarize.ts';
import { learningCurves } from './learning-curves.ts';
import { pairedDifferences, seedDifferences } from './paired-differences.ts';
import { pagePaint } from './palette.ts';
import { someConfig, someRecords } from './report.fixture.ts';

const hostile = '<script>alert("1")</script> & \u0007';

function tableOf(records: readonly TrainingRecord[]): TableSummary {
  return summarize(records, someConfig.cost).tables[0] as TableSummary;
}

function both(records: readonly TrainingRecord[]): [string | null, string | null] {
  return [learningCurves(records), pairedDifferences(records, tableOf(records))];
}

function parsed(svg: string | null): Element {
  const document = new DOMParser().parseFromString(svg ?? '', 'image/svg+xml');
  return document.documentElement as unknown as Element;
}

const cases: Record<string, TrainingRecord[]> = {
  'five seeds': someRecords(),
  'one seed': someRecords({ seeds: [1] }),
  'two equal seeds': [1, 2].flatMap((seed) =>
    someRecords({ seeds: [1] }).map((record) => ({ ...record, seed })),
  ),
  'arms that are all the same': someRecords().map((record) => ({
    ...record,
    testError: 0.1,
    curve: [[0, 0.5]] as [number, number][],
  })),
  'errors of 0': someRecords().map((record) => ({
    ...record,
    testError: 0,
    curve: [
      [0, 0],
      [10, 0],
    ] as [number, number][],
  })),
  'errors of 1': someRecords().map((record) => ({
    ...record,
    testError: 1,
    curve: [
      [0, 1],
      [10, 1],
    ] as [number, number][],
  })),
  'hostile names': someRecords().map((record) => ({
    ...record,
    arm: record.arm === 'uniform' ? 'uniform' : `${hostile}${record.arm}`,
  })),
  'an arm that uniform shares no seed with': [
    ...someRecords(),
    { ...(someRecords()[1] as TrainingRecord), arm: 'late', seed: 99 },
  ],
  'twenty arms': Array.from({ length: 5 }, (_, i) =>
    someRecords().map((record) => ({
      ...record,
      arm: record.arm === 'uniform' && i === 0 ? 'uniform' : `${record.arm} ${i}`,
    })),
  ).flat(),
};

describe.each(Object.entries(cases))('the figures of %s', (_, records) => {
  test.each([0, 1])('are well-formed, without NaN, and one image with a text (%i)', (which) => {
    const svg = both(records)[which] as string;
    expect(svg).not.toBeNull();
    expect(svg).not.toMatch(/NaN|Infinity|undefined|<script/);
    // Every & begins a reference, no < stands in an attribute, no control character is left.
    expect(svg).not.toMatch(/&(?!(amp|lt|gt|quot|apos|#\d+);)|="[^"]*</);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that must not be there
    expect(svg).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f]/);
    const root = parsed(svg);
    expect(root.getAttribute('xmlns')).toBe('http://www.w3.org/2000/svg');
    expect(root.getAttribute('role')).toBe('img');
    expect(root.getAttribute('aria-label')).toBeTruthy();
    expect(root.querySelectorAll('[aria-label]').length).toBe(0);
  });
});

test('a figure stands alone on white with plain colours, and in a page takes the page’s', () => {
  expect(learningCurves(cases['five seeds'] ?? [])).not.toContain('var(--arm');
  expect(learningCurves(cases['five seeds'] ?? [])).toContain('fill="#ffffff"');
  expect(learningCurves(cases['five seeds'] ?? [], pagePaint)).toContain('var(--arm-1)');
});

test('the same records give the same figure', () => {
  expect(both(someRecords())).toEqual(both(someRecords()));
});

test('there is a band and a name for each arm', () => {
  const root = parsed(learningCurves(someRecords()));
  expect(root.querySelectorAll('g[fill-opacity="0.13"]').length).toBe(4);
  const texts = [...root.querySelectorAll('text')].map((text) => text.textContent);
  expect(texts).toEqual(expect.arrayContaining(['uniform', 'dynamic-free', 'bootstrapped']));
});

test('there is a ring for each seed that an arm and uniform share, and a bar where there is an interval', () => {
  const five = parsed(both(cases['five seeds'] ?? [])[1]);
  expect(five.querySelectorAll('circle').length).toBe(15);
  expect(five.querySelectorAll('g[stroke-width="3"] path').length).toBe(3);
  const one = parsed(both(cases['one seed'] ?? [])[1]);
  expect(one.querySelectorAll('circle').length).toBe(3);
  expect(one.querySelectorAll('g[stroke-width="3"] path').length).toBe(0);
});

test('a ring stands at the seed’s test error less uniform’s, in points', () => {
  const [uniform, other] = someRecords({ seeds: [4] }) as [TrainingRecord, TrainingRecord];
  const records = [
    { ...uniform, testError: 0.25 },
    { ...other, testError: 0.125 },
  ];
  expect(seedDifferences(records)).toEqual([{ arm: 'dynamic-free', seed: 4, difference: -12.5 }]);
});

test('what there is nothing to draw of is null', () => {
  expect(learningCurves([])).toBeNull();
  expect(learningCurves(someRecords().map((record) => ({ ...record, curve: [] })))).toBeNull();
  const alone = someRecords().filter(({ arm }) => arm === 'uniform');
  expect(pairedDifferences(alone, tableOf(alone))).toBeNull();
});
