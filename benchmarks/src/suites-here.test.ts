import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { suitesHere } from './suites-here.ts';

test('each file of suites/ is a suite of its name, with a question', async () => {
  const all = await suitesHere();
  expect(all.length).toBeGreaterThanOrEqual(5);
  for (const { suite, path } of all) {
    expect(basename(path, '.ts')).toBe(suite.name);
    expect(suite.question, suite.name).toMatch(/\?$/);
  }
});
