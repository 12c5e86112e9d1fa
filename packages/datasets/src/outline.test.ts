import { expect, test } from 'vitest';
import { ellipse, type Outline, rectangle, triangle } from './outline.ts';

const SHAPES: [string, Outline, number][] = [0, 0.3, Math.PI / 4, 1.2, 2.9, 5].flatMap((angle) => [
  [`rectangle at ${angle}`, rectangle(9, 4, angle), 4 * 9 * 4],
  [`ellipse at ${angle}`, ellipse(9, 4, angle), Math.PI * 9 * 4],
  [`triangle at ${angle}`, triangle(9, 4, 0.2, angle), 2 * 9 * 4],
]);

test.each(SHAPES)('the spans of a %s add up to its area', (_, outline, area) => {
  const ends = new Float64Array(2);
  const rows = 20_000;
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    outline.span(((i + 0.5) / rows - 0.5) * 40, ends);
    sum += Math.max(0, (ends[1] as number) - (ends[0] as number)) * (40 / rows);
  }
  expect(sum).toBeCloseTo(area, 2);
});

test.each(SHAPES)('a %s touches all four sides of its box and passes none', (_, outline) => {
  const ends = new Float64Array(2);
  const { halfWidth, halfHeight } = outline;
  let [left, right] = [0, 0];
  for (let i = 1; i < 4000; i++) {
    outline.span((i / 2000 - 1) * halfHeight, ends);
    expect(ends[0] as number).toBeLessThanOrEqual(ends[1] as number);
    left = Math.min(left, ends[0] as number);
    right = Math.max(right, ends[1] as number);
  }
  expect(left).toBeGreaterThanOrEqual(-halfWidth - 1e-12);
  expect(right).toBeLessThanOrEqual(halfWidth + 1e-12);
  expect(left).toBeCloseTo(-halfWidth, 1);
  expect(right).toBeCloseTo(halfWidth, 1);
  for (const y of [-1.001 * halfHeight, 1.001 * halfHeight]) {
    outline.span(y, ends);
    expect(ends[0] as number).toBeGreaterThan(ends[1] as number);
  }
});

test('a span through a corner reaches from side to side', () => {
  const ends = new Float64Array(2);
  const diamond = rectangle(1, 1, Math.PI / 4);
  diamond.span(0, ends);
  expect(ends[0]).toBeCloseTo(-Math.SQRT2, 12);
  expect(ends[1]).toBeCloseTo(Math.SQRT2, 12);
  const corner = triangle(2, 1, 1, Math.PI); // its left-hand corner is level with nothing else
  for (const y of [-1, 1]) {
    corner.span(y, ends);
    expect(ends[1] as number).toBeGreaterThanOrEqual(ends[0] as number);
  }
});
