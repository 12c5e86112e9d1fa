import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { presets } from '../../../packages/experiments/src/presets/presets.ts';
import type { ArmSummary } from '../../../packages/experiments/src/results/records.ts';
import { conclude } from '../../../packages/experiments/src/running/conclude.ts';
import { RunFolder } from '../../../packages/experiments/src/running/run-folder.ts';
import { distinct, isHollow, spread, tally } from './answer-part.ts';
import { claims, compare, judge } from './claims.ts';
import { differencesFigure } from './differences-figure.ts';
import { fillMarks, proseOf } from './fill-marks.ts';
import { markdownTable } from './markdown-table.ts';
import { notRunPart } from './not-run-part.ts';
import { overviewPart, shownOf } from './overview-part.ts';
import { resultsPage, runFolders } from './page.ts';
import { type Manifest, readJson, readTables, type Table } from './read-runs.ts';

const docs = fileURLToPath(new URL('../..', import.meta.url));
const runs = join(docs, 'runs');
const pages = ['results.md', 'results-tables.md'] as const;
const [page, whole] = pages.map((name) => readFileSync(join(docs, name), 'utf8')) as [
  string,
  string,
];
const manifest = readJson<Manifest>(join(runs, 'manifest.json'));
const tables = readTables(runs, manifest);

// To fill it in anew: pnpm --filter docs exec vitest run src/results -u
test.each([...pages, '../README.md'])('%s says what the committed runs say', async (name) => {
  const written = readFileSync(join(docs, name), 'utf8');
  expect(written).toMatch(/^<!-- begin: /m);
  await expect(resultsPage(written, docs)).toMatchFileSnapshot(join(docs, name));
});

test('its figure draws what the committed runs say', async () => {
  const drawn = differencesFigure(tables);
  await expect(drawn).toMatchFileSnapshot(join(docs, 'pictures/differences.svg'));
});

test('no measured figure stands outside the marks', () => {
  const figures = proseOf(page + whole).match(/[\d.]+(?= ?(%|percent|points))/g) ?? [];
  // What an interval is called is no measurement.
  expect(figures.filter((figure) => figure !== '95')).toEqual([]);
});

test('the manifest names every run that is there', () => {
  const named = manifest.runs.map(({ folder }) => folder);
  expect(named).toEqual(expect.arrayContaining(runFolders(runs)));
});

test('every run has a part of both pages, and every part is that of some run', () => {
  const partsOf = (text: string, mark: RegExp) =>
    [...new Set(Array.from(text.matchAll(mark), ([, part]) => part))].sort();
  const wanted = [...new Set(manifest.runs.flatMap(({ sections }) => sections))].sort();
  expect(partsOf(whole, /<!-- begin: tables ([\w-]+) -->/g)).toEqual(wanted);
  expect(partsOf(page, /<!-- begin: overview(?:-cost)? ([\w-]+) -->/g)).toEqual(wanted);
});

test('every contrast is of a known claim and run, and of arms that the run has', () => {
  for (const { claim, run, arms, than = 'uniform' } of manifest.contrasts) {
    expect(claims.map(({ id }) => id)).toContain(claim);
    expect(manifest.runs.map(({ folder }) => folder)).toContain(run);
    // Not every table has every arm, and not every table of a preset may be there yet.
    const preset = presets.find(({ name }) => name === run);
    const planned = preset?.tables.flatMap((table) =>
      table.arms.map(({ name, curriculum }) => name ?? curriculum),
    );
    const own = tables.filter((table) => table.run.folder === run);
    const known = planned ?? own.flatMap(({ summary }) => summary.arms.map(({ arm }) => arm));
    expect(known).toEqual(expect.arrayContaining([...arms, than]));
  }
});

test.each(tables.map((table) => [table.name, table] as const))(
  '%s: summary.json is what its results.jsonl comes to',
  async (name, { summary }) => {
    const { tables: fresh } = conclude(await RunFolder.read(join(runs, name)));
    const { name: _, ...own } = summary;
    expect(fresh).toContainEqual(own);
  },
);

test.each(tables.map((table) => [table.name, table] as const))(
  '%s: has uniform and at least a seed of each arm',
  (_, { summary }) => {
    expect(summary.arms.map(({ arm }) => arm)).toContain('uniform');
    expect(summary.arms.every(({ n }) => n >= 1)).toBe(true);
  },
);

test('what is left of a preset is named, and a whole one is not', () => {
  const names = ['bengio', 'max-ratio'].flatMap((name) =>
    (presets.find((preset) => preset.name === name)?.tables ?? []).map((table) => ({
      name: `${name}/${table.name}`,
    })),
  );
  const said = notRunPart(names.slice(0, -1));
  expect(said).not.toContain('bengio');
  expect(said).toContain('- `max-ratio`: 1 of 4 tables: fashion-mnist-conv-winsorized.');
});

test('marks are filled again and again with the same, and unknown ones refused', () => {
  const marked = 'a\n<!-- begin: x y -->\nold\n<!-- end -->\nb';
  const parts = { x: (argument: string) => `new ${argument}` };
  const filled = fillMarks(marked, parts);
  expect(filled).toBe('a\n<!-- begin: x y -->\n\nnew y\n\n<!-- end -->\nb');
  expect(fillMarks(filled, parts)).toBe(filled);
  expect(proseOf(filled)).toBe('a\n\nb');
  expect(() => fillMarks(marked, {})).toThrow('fillMarks: there is no part x');
});

test('a table has columns as wide as their widest cells, and a bar in a cell ends no column', () => {
  const columns = [
    { title: 'a', align: 'left' as const, cell: (row: string) => row },
    { title: 'longer', align: 'right' as const, cell: () => '1' },
  ];
  expect(markdownTable(columns, ['x|y'])).toBe(
    ['| a    | longer |', '| ---- | -----: |', '| x\\|y |      1 |'].join('\n'),
  );
});

test('an answer counts what stays after the correction, and nothing else', () => {
  const found = [
    { difference: -0.02, pHolm: 0.001, relative: -0.2 },
    { difference: -0.01, pHolm: 0.2, relative: -0.1 },
    { difference: 0.01, pHolm: 0.01, relative: 0.05 },
    { difference: 0.01, pHolm: null, relative: 0.02 },
  ];
  expect(tally(found)).toBe('1\u00a0/\u00a01\u00a0/\u00a02');
  expect(spread(found)).toBe('-20\u00a0to\u00a0+5\u00a0%');
  expect(spread(found.slice(0, 1))).toBe('-20\u00a0%');
  expect([tally([]), spread([])]).toEqual(['–', '–']);
});

test('tables stand side by side, what the correction leaves in bold, and an arm that one lacks is a dash', () => {
  const arm = (name: string, difference: number | null, pHolm: number | null = null) => ({
    arm: name,
    difference,
    ci95: difference === null ? null : [difference - 0.001, difference + 0.001],
    pHolm,
    meanTestError: 0.1,
    equalCost: null,
  });
  const made = (name: string, ...arms: ReturnType<typeof arm>[]) =>
    ({
      run: { sections: ['some'] },
      name: `preset/${name}`,
      summary: { name, arms },
    }) as unknown as Table;
  const both = [
    made('a', arm('uniform', null), arm('x', -0.02, 0.01)),
    made(
      'b',
      arm('uniform', null),
      arm('random-order', 0),
      arm('x', -0.02, 0.2),
      arm('y', 0.01, 0),
    ),
  ];
  expect(overviewPart(both, 'some', 'uniform').replaceAll('\u00a0', ' ')).toBe(
    [
      '| arm          |                a |                b |',
      '| ------------ | ---------------: | ---------------: |',
      '| uniform      |          10.00 % |          10.00 % |',
      '| x            | **-2.00 ± 0.10** |     -2.00 ± 0.10 |',
      '| y            |                – | **+1.00 ± 0.10** |',
      '| random-order |                – |      0.00 ± 0.10 |',
    ].join('\n'),
  );
  expect(overviewPart(both, 'some', 'equal cost')).toBe('Not yet run.');
  expect(overviewPart(both, 'other', 'uniform')).toBe('Not yet run.');
  expect(shownOf({ difference: 0.01, ci95: null, pHolm: null })).toBe('+1.00');
});

test('a lower error than that of a longer uniform alone is told apart', () => {
  const one = (difference: number, equal: number, pHolm = 0.01) =>
    isHollow({ difference, equalCost: { difference: equal, pHolm } } as ArmSummary);
  expect([one(0.01, -0.02), one(0, -0.02)]).toEqual([true, true]);
  expect([one(-0.01, -0.02), one(0.01, 0.02), one(0.01, -0.02, 0.2)]).toEqual([
    false,
    false,
    false,
  ]);
  expect(isHollow({ difference: 0.01, equalCost: null } as ArmSummary)).toBe(false);
});

test('a comparison that stands in several tables counts once, by its largest p', () => {
  const one = { difference: -0.02, ci95: [-0.03, -0.01] as [number, number], pHolm: 0.04 };
  const other = { ...one, ci95: [-0.03, -0.02] as [number, number] };
  const again = { ...one, pHolm: 0.06 };
  expect(distinct([one, other, again])).toEqual([again, other]);
  expect(distinct([again, other, one])).toEqual([again, other]);
  expect(distinct([{ ...one, pHolm: null }, one])).toHaveLength(1);
});

/** A made-up table whose arms' errors over eight seeds are given. */
function someTable(model: string, dataset: string, errors: Record<string, number[]>): Table {
  const records = Object.entries(errors).flatMap(([arm, all]) =>
    all.map((testError, seed) => ({ arm, seed, testError })),
  );
  return {
    run: { folder: 'made-up', title: '', sections: [] },
    name: model,
    summary: { model, dataset },
    records,
  } as unknown as Table;
}

const base = [0.1, 0.11, 0.12, 0.1, 0.11, 0.12, 0.1, 0.11];
const shifted = (by: number) => base.map((error, i) => error + by + (i % 2 === 0 ? 1e-3 : -1e-3));
const judged = (rule: Parameters<typeof judge>[0], ...all: Table[]) =>
  judge(rule, compare(all, [{ claim: '', run: 'made-up', arms: ['a'] }]));
const made = (model: string, dataset: string, by: number) =>
  someTable(model, dataset, { uniform: base, a: shifted(by) });

test('a gain is confirmed by lower errors on several nets and data sets alone', () => {
  const four = ['m', 'n'].flatMap((m) => ['d', 'e'].map((d) => made(m, d, -0.02)));
  expect(judged('gain', ...four)).toMatch(/^confirmed: .*lower in 4, higher in 0/);
  expect(judged('gain', made('m', 'd', -0.02))).toMatch(/^so far so good: .*1 data set and 1 net/);
  expect(judged('gain', ...four.slice(1), made('m', 'd', 0))).toMatch(/^not confirmed/);
  expect(judged('gain', ...four.slice(1), made('m', 'd', 0.02))).toMatch(/^contradicted here/);
  expect(judge('gain', [])).toBe('not yet run.');
});

test('being alike wants intervals that are narrow, not only some that include 0', () => {
  const wide = someTable('m', 'd', {
    uniform: base,
    a: base.map((error, i) => error + (i % 2 === 0 ? 0.06 : -0.06)),
  });
  expect(judged('alike', made('m', 'd', -0.0005))).toMatch(/^confirmed/);
  expect(judged('alike', wide)).toMatch(/^not confirmed: 0 of 1/);
  expect(judged('alike', made('m', 'd', 0.01))).toMatch(/^contradicted here.*; 1 of 1 intervals/);
});

test('no gain is contradicted by a lower error alone', () => {
  expect(judged('no gain', made('m', 'd', 0.02))).toMatch(/^confirmed, as far as 1 comparisons go/);
  expect(judged('no gain', made('m', 'd', -0.02))).toMatch(/^contradicted here/);
});

test("a preset's tables are read from its folder, with what was chosen for them", async () => {
  const made = await mkdtemp(join(tmpdir(), 'gradus-docs-'));
  try {
    const source = join(runs, 'geoshapes-16-fresh-seeds');
    await cp(source, join(made, 'runs/some/geoshapes-conv'), { recursive: true });
    await cp(join(docs, 'figures'), join(made, 'figures'), { recursive: true });
    await mkdir(join(made, 'runs/torch-replication'));
    const { tables: own } = readJson<{ tables: object[] }>(join(source, 'summary.json'));
    const write = (name: string, value: unknown) =>
      writeFile(join(made, 'runs', name), JSON.stringify(value));
    const named = own.map((table) => ({ name: 'geoshapes-conv', ...table }));
    await write('some/summary.json', { tables: named });
    const candidates = [
      { learningRate: 0.05, meanValidationError: 0.04 },
      { learningRate: 0.07, meanValidationError: 0.03 },
    ];
    const uniform = { chosen: { learningRate: 0.07 }, atEnd: true, candidates };
    await write('some/choices.json', { seeds: [1, 2], tables: { 'geoshapes-conv': { uniform } } });
    await write('manifest.json', {
      runs: [
        { folder: 'some', title: 'Some', sections: ['limits'] },
        { folder: 'to-come', title: 'To come', sections: ['limits'] },
      ],
      contrasts: [{ claim: 'gains', run: 'some', arms: ['dynamic-free', 'to-come'] }],
    });
    const mark = (name: string) => `<!-- begin: ${name} -->\n<!-- end -->`;
    const filled = resultsPage(
      ['tables limits', 'choices', 'claims', 'contrasts'].map(mark).join('\n'),
      made,
    );
    expect(filled).toContain('### some/geoshapes-conv');
    expect(filled).not.toContain('To come');
    expect(filled).toContain('learningRate 0.05: 4.00 %; learningRate 0.07: 3.00 %');
    expect(filled).toContain('so far so good: the test error is lower in 1, higher in 0');
    expect(filled).toMatch(/\| some\/geoshapes-conv +\| dynamic-free +\| uniform/);
  } finally {
    await rm(made, { recursive: true });
  }
});
