import { expect, test, vi } from 'vitest';

test('the net learns: three classes, a twentieth wrong at most', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import('./train.js');
  const lines = print.mock.calls.map(([line]) => line);
  expect(lines.filter((line) => line.startsWith('update '))).toHaveLength(8);
  const [, error] = /^test error: ([\d.]+) %$/.exec(lines.at(-1));
  expect(Number(error)).toBeLessThan(5); // 1 with this seed, and 67 by guessing
});
