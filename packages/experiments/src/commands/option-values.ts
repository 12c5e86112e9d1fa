import { InvalidArgumentError } from 'commander';

/** "5" is seeds 1 to 5; "6-10" and "1,4,9" name them. */
export function parseSeeds(text: string): number[] {
  if (/^\d+$/.test(text)) return range(1, parseWhole(text));
  const seeds = text.split(',').flatMap((part) => {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (!match) {
      throw new InvalidArgumentError('Give a number of seeds, a range or a list: 5, 6-10, 1,4,9.');
    }
    return range(Number(match[1]), Number(match[2] ?? match[1]));
  });
  if (seeds.length === 0) throw new InvalidArgumentError('The range is empty.');
  return seeds;
}

/** The other way: 1 to 5 as "1-5". */
export function formatSeeds(seeds: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const seed of seeds) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] + 1 === seed) last[1] = seed;
    else runs.push([seed, seed]);
  }
  // A single number would read as a count.
  if (runs.length === 1 && seeds.length === 1) return `${seeds[0]}-${seeds[0]}`;
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

export function parseWhole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('Give a whole number >= 1.');
  }
  return value;
}

export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError('Give a number.');
  return value;
}

export function parseList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function range(from: number, to: number): number[] {
  if (to - from > 100_000) throw new InvalidArgumentError('Give at most 100,000 seeds.');
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}
