import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWasmTraining } from '@gradus/wasm-training';
import { run } from 'gradus';
import { beforeAll, expect, test } from 'vitest';
import { openData } from './data.ts';
import { Race } from './race.ts';
import { DEFAULTS, type Settings } from './settings.ts';

beforeAll(() => {
  installWasmTraining();
});

async function race(settings: Settings) {
  const made = await Race.begin(settings, await openData(settings));
  while (await made.update());
  const reports = await made.report();
  await made.dispose();
  return reports;
}

test('its two trainings are those of gradus run, error for error', async () => {
  const steps = 40;
  const out = await mkdtemp(join(tmpdir(), 'gradus-race-'));
  const curricula = ['uniform', 'dynamic-free'];
  await run({ seeds: [3], steps, curricula, backend: 'wasm', jobs: 1, out });
  const lines = (await readFile(join(out, 'results.jsonl'), 'utf8')).trim().split('\n');
  const wanted = lines.map((line) => JSON.parse(line).validationError);
  await rm(out, { recursive: true });

  const lanes = await race({ ...DEFAULTS, seed: 3, steps });
  expect(lanes.map(({ step }) => step)).toEqual([steps, steps]);
  expect(lanes.map(({ curve }) => curve.at(-1))).toEqual(wanted.map((error) => [steps, error]));
  expect(wanted[0]).not.toBe(wanted[1]);
});

test('both start from the same net and know scores of what they have seen', async () => {
  const [uniform, control] = DEFAULTS.lanes;
  const lanes = await race({
    ...DEFAULTS,
    steps: 4,
    lanes: [uniform, { ...control, curriculum: 'scored', rescoreEvery: 2 }],
  });
  expect(lanes[0].curve[0]).toEqual(lanes[1].curve[0]);
  const known = lanes.map(({ scores }) => scores.filter((score) => !Number.isNaN(score)).length);
  expect(known).toEqual([200, 4000]); // four batches of a first pass; a scoring pass over all
});
