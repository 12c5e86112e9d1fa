import { expect, test } from 'vitest';
import { advice } from './advice.ts';
import { resolveSettings } from './settings.ts';

const defaults = { steps: 800, batchSize: 50, learningRate: 0.05, stretch: 20 };

test('warns where a net may learn its images by heart or gets many wrong, and only of curricula that draw', () => {
  const settings = resolveSettings({}, defaults);
  expect(advice('fashion-mnist', 4_000, settings)).toMatch(
    /^small or overfitted data: after 10 passes over 4,000 images .* use uniform/,
  );
  expect(advice('fashion-mnist', 20_000, settings)).toBeNull();
  expect(advice('geoshapes', 4_000, settings)).toBeNull();
  expect(advice('geoshapes', 1_001, settings)).toBeNull();
  expect(advice('geoshapes', 1_000, settings)).toMatch(/after 40 passes over 1,000 images/);
  expect(advice('cifar10', 50_000, settings)).toMatch(
    /^hard data for a small net: .* use uniform$/,
  );
  const plain = resolveSettings({ curricula: ['uniform', 'random-order'] }, defaults);
  expect(advice('fashion-mnist', 4_000, plain)).toBeNull();
  expect(advice('cifar10', 4_000, plain)).toBeNull();
});
