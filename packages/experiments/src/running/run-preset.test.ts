import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Preset } from '../presets/preset.ts';
import type { RunEvent } from './events.ts';
import { runPreset } from './run-preset.ts';

const among = [{ learningRate: 0.001 }, { learningRate: 0.1 }];
const preset: Preset = {
  name: 'small',
  description: 'for tests',
  tables: ['one', 'two'].map((name) => ({
    name,
    dataset: 'geoshapes',
    model: 'dense',
    trainCount: 600,
    steps: 80,
    batchSize: 5,
    learningRate: 0.001,
    arms: [
      { curriculum: 'uniform', among },
      { curriculum: 'random-order', like: 'uniform' },
    ],
  })),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gradus-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('screens, keeps what it chose, and confirms it on other seeds', async () => {
  const events: RunEvent[] = [];
  const common = {
    scale: 0.25,
    tables: ['two'],
    backend: 'wasm' as const,
    jobs: 1,
    out: folder,
    onEvent: (event: RunEvent) => events.push(event),
  };
  const first = { ...common, stage: 'screen' as const, seeds: [1, 2] };
  await runPreset(preset, { ...first, plan: true });
  expect(events.map((event) => event.type)).toEqual(['plan']);
  await runPreset(preset, first);
  const [plan] = events;
  expect(plan).toMatchObject({
    type: 'plan',
    preset: 'small',
    tables: [{ table: 'two', stage: 'screen', trainings: 4, finished: 0, updates: 80 }],
  });
  const choices = JSON.parse(await readFile(join(folder, 'choices.json'), 'utf8'));
  expect(choices.seeds).toEqual([1, 2]);
  expect(choices.tables.two.uniform.candidates).toHaveLength(2);
  const { chosen } = choices.tables.two.uniform;

  await expect(runPreset(preset, { ...common, seeds: [2, 3] })).rejects.toThrow(
    'must be fresh, but settings were chosen on 2',
  );
  await expect(runPreset(preset, { ...common, scale: 1, seeds: [3] })).rejects.toThrow(
    'holds settings chosen at scale 0.25, got scale 1',
  );
  const summary = await runPreset(preset, { ...common, seeds: [3] });
  expect(summary.tables.map(({ name, arms }) => [name, arms.map((arm) => arm.n)])).toEqual([
    ['two', [1, 1]],
  ]);
  const config = JSON.parse(await readFile(join(folder, 'two', 'config.json'), 'utf8'));
  expect(config.arms.map((arm: { learningRate: number }) => arm.learningRate)).toEqual([
    chosen.learningRate,
    chosen.learningRate,
  ]);
  expect(config.arguments).toMatchObject({ trainCount: 150, steps: 20, seeds: [3] });
  expect(JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8'))).toEqual(summary);
}, 30_000);

test('refuses tables that it has not, and seeds for two stages at once', async () => {
  await expect(runPreset(preset, { tables: ['three'], out: folder })).rejects.toThrow(
    'tables of small must be among one, two, got three',
  );
  await expect(runPreset(preset, { stage: 'all', seeds: [1], out: folder })).rejects.toThrow(
    'seeds are for one stage',
  );
});
