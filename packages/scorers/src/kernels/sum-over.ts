import type { Dialect } from './dialect.ts';

const SPAN = 32;

/**
 * Statements that make each of `sums` the sum of its expression over the integers below `count`, `lines`
 * going before it each time.
 *
 * In float32 by spans of 32, as `classSum` has it and for its reason.
 */
export function sumOver(
  { float, int, loop, float32 }: Dialect,
  index: string,
  count: number,
  lines: string[],
  sums: Record<string, string>,
): string[] {
  const names = Object.keys(sums);
  const inSpans = float32 && count > 2 * SPAN;
  const accumulator = (name: string) => (inSpans ? `${name}Part` : name);
  const each = [...lines, ...names.map((name) => `${accumulator(name)} += ${sums[name]};`)];
  const totals = names.map((name) => float(name, '0.0'));
  if (!inSpans) return [...totals, `${loop(index, '0', `${count}`)} {`, ...each, '}'];
  return [
    ...totals,
    `${loop('span', '0', `${Math.ceil(count / SPAN)}`)} {`,
    ...names.map((name) => float(accumulator(name), '0.0')),
    int('end', `min((span + 1) * ${SPAN}, ${count})`),
    `${loop(index, `span * ${SPAN}`, 'end')} {`,
    ...each,
    '}',
    ...names.map((name) => `${name} += ${accumulator(name)};`),
    '}',
  ];
}
