import { expect, test } from 'vitest';
import { dark, dash, declarations, filePaint, light, pagePaint, places } from './palette.ts';

test.each([
  ['light', light],
  ['dark', dark],
])(
  'every text colour of the %s scheme has a contrast of at least 4.5 with its paper',
  (_, scheme) => {
    for (const colour of [scheme.ink, scheme.quiet, ...scheme.arms]) {
      expect(contrast(colour, scheme.paper), colour).toBeGreaterThanOrEqual(4.5);
    }
  },
);

test('uniform keeps a colour and a dash of its own, whatever the number of arms', () => {
  const names = Array.from({ length: 20 }, (_, i) => `arm ${i}`);
  const place = places([...names, 'uniform']);
  expect(place.get('uniform')).toBe(0);
  expect(new Set(place.values()).size).toBe(21);
  for (const name of names) {
    const at = place.get(name) as number;
    expect(filePaint.arm(at)).not.toBe(filePaint.arm(0));
    expect(dash(at)).not.toBe(dash(0));
    expect(declarations(light)).toContain(`--${/--([\w-]+)/.exec(pagePaint.arm(at))?.[1]}: #`);
  }
});

/** The contrast of two colours by WCAG 2.2. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
