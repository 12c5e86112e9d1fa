import { expect, test, vi } from 'vitest';

test('the net tells the spirals apart', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import('./train.js');
  const lines = print.mock.calls.map(([line]) => line);
  expect(lines.filter((line) => line.startsWith('epoch '))).toHaveLength(10);
  const [, error] = /^error on all samples: ([\d.]+) %$/.exec(lines.at(-1));
  expect(Number(error)).toBeLessThan(5); // none with this seed, and 50 by guessing
});
