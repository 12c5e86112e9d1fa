import { expect, test } from 'vitest';
import { modelPresets } from '../models/presets.ts';
import { checkArms } from '../training/arm-settings.ts';
import { armNames } from '../training/arms.ts';
import { dataPresets } from '../training/data.ts';
import { scorerPresets } from '../training/scorers.ts';
import { CONFIRMATION_SEEDS, SCREENING_SEEDS } from './preset.ts';
import { findPreset, presets } from './presets.ts';
import { confirmedArms, refuseScreened, screeningArms } from './screening.ts';

const tables = presets.flatMap(({ name, tables: all }) =>
  all.map((table) => ({ id: `${name}/${table.name}`, ...table })),
);

test.each(tables)('$id trains on what there is, with arms that can be', (table) => {
  expect(dataPresets.map((data) => data.name)).toContain(table.dataset);
  expect(modelPresets.map((model) => model.name)).toContain(table.model);
  checkArms(confirmedArms(table));
  const screened = screeningArms(table);
  if (screened.length > 0) checkArms(screened);
  const scorers = scorerPresets.map((scorer) => scorer.name);
  for (const arm of [...screened, ...confirmedArms(table)]) {
    expect(armNames).toContain(arm.curriculum);
    expect(scorers).toContain(arm.scorer ?? 'entropy');
  }
});

test.each(tables)('$id has controls of its scores and of its order', ({ arms }) => {
  const kinds = arms.map((arm) => arm.curriculum);
  expect(kinds).toContain('random-order');
  expect(kinds.includes('random-scores') || arms.some((arm) => arm.control === true)).toBe(true);
});

test.each(tables)('$id gives uniform the cost of every arm that scores', ({ arms }) => {
  const given = arms.flatMap(({ equalTo }) => equalTo ?? []);
  const scoring = arms.filter(
    ({ curriculum, control }) =>
      ['dynamic-free', 'dynamic-scored', 'bootstrapped'].includes(curriculum) && !control,
  );
  expect([...given].sort()).toEqual(scoring.map((arm) => arm.name ?? arm.curriculum).sort());
});

test.each(tables)('$id takes over choices only from arms that are screened', ({ arms }) => {
  for (const { like } of arms) {
    if (like === undefined) continue;
    const other = arms.find((arm) => (arm.name ?? arm.curriculum) === like);
    const anyScreened = arms.some((arm) => arm.among !== undefined);
    expect(other?.among !== undefined, like).toBe(anyScreened && other !== undefined);
  }
});

test.each(tables)(
  '$id chooses a rate for every arm but controls and uniform of equal cost',
  ({ arms }) => {
    const screened = arms.some(({ among }) => among !== undefined);
    for (const { name, curriculum, control, equalTo, among } of arms) {
      const takesOver = control || equalTo || curriculum.startsWith('random-');
      const rates = among?.filter(({ learningRate }) => learningRate !== undefined) ?? [];
      // What is best of several curricula keeps to the rate of the first.
      if (name !== 'free-best') expect(rates.length > 1, name).toBe(screened && !takesOver);
    }
  },
);

test('names of tables are folders of their own', () => {
  expect(new Set(tables.map(({ id }) => id)).size).toBe(tables.length);
  for (const { name } of tables) expect(name).toMatch(/^[\w.-]+$/);
});

test('twelve seeds to choose on and sixteen others to claim on', () => {
  expect([SCREENING_SEEDS.length, CONFIRMATION_SEEDS.length]).toEqual([12, 16]);
  expect(() => refuseScreened(CONFIRMATION_SEEDS, SCREENING_SEEDS)).not.toThrow();
  expect(() => refuseScreened([1, 2, 3], [3, 4])).toThrow(
    'seeds of the confirmation must be fresh, but settings were chosen on 3',
  );
});

test('a preset that there is not is refused with those that there are', () => {
  expect(() => findPreset('bengo')).toThrow(
    'preset must be one of quick, geoshapes, mnist, fashion-mnist, cifar10, thesis, bengio, max-ratio, label-noise, equal-cost, limits, got bengo',
  );
});
