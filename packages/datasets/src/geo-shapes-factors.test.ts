import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type GeoShapesFactors, type GeoShapesOptions, geoShapes } from './geo-shapes.ts';

const GEOM = { count: 1500, kind: 'geom', seed: 1 } as const;

function among(values: ArrayLike<number>, low: number, high: number): void {
  const all = Array.from(values);
  expect(Math.min(...all)).toBeGreaterThanOrEqual(low - 1e-9);
  expect(Math.max(...all)).toBeLessThanOrEqual(high + 1e-9);
}

/** That values fill a range: within it, and to within a twentieth of each end. */
function fills(values: ArrayLike<number>, low: number, high: number): void {
  among(values, low, high);
  const all = Array.from(values);
  expect(Math.min(...all)).toBeLessThan(low + (high - low) / 20);
  expect(Math.max(...all)).toBeGreaterThan(high - (high - low) / 20);
}

function ofClass(factors: GeoShapesFactors, name: keyof GeoShapesFactors, label: number): number[] {
  return Array.from(factors[name]).filter((_, i) => factors.class[i] === label);
}

describe('factors', () => {
  const { factors, labels, inputs } = geoShapes(GEOM);

  test('have the ranges of the paper, the class that the labels have', () => {
    expect(factors.class).toEqual(labels);
    expect(factors.class).not.toBe(labels);
    fills(ofClass(factors, 'angle', 0), 0, Math.PI / 2);
    fills(ofClass(factors, 'angle', 1), 0, Math.PI / 2);
    fills(ofClass(factors, 'angle', 2), 0, 2 * Math.PI);
    fills(ofClass(factors, 'peak', 2), 0, 1);
    expect(new Set(ofClass(factors, 'peak', 0))).toEqual(new Set([0.5]));
    among(factors.elongation, 1 / 3, 3);
    among(factors.area, 0.1, 0.4);
    const logs = Array.from(factors.elongation, Math.log);
    expect(Math.abs(logs.reduce((sum, log) => sum + log, 0) / logs.length)).toBeLessThan(0.08);
  });

  test('are what the pixels show', () => {
    for (let i = 0; i < 300; i++) {
      const image = inputs.subarray(i * 1024, (i + 1) * 1024);
      const [foreground, background] = [factors.foreground[i], factors.background[i]];
      let [pixels, left, right, top, bottom] = [0, 32, -1, 32, -1];
      for (const [at, grey] of image.entries()) {
        if (grey === background) continue;
        if (grey !== foreground) expect.fail(`image ${i} has a third grey, ${grey}`);
        pixels++;
        [left, right] = [Math.min(left, at % 32), Math.max(right, at % 32)];
        [top, bottom] = [Math.min(top, Math.floor(at / 32)), Math.max(bottom, Math.floor(at / 32))];
      }
      expect(Math.abs(pixels / 1024 - (factors.area[i] as number))).toBeLessThan(0.025);
      // Sharp corners slip between pixels; a thin one by several.
      expect(Math.abs((left + right + 1) / 2 - (factors.x[i] as number))).toBeLessThan(2.5);
      expect(Math.abs((top + bottom + 1) / 2 - (factors.y[i] as number))).toBeLessThan(2.5);
    }
  });

  test('of basic shapes are regular, of centred ones too', () => {
    for (const placement of ['anywhere', 'centred'] as const) {
      const basic = geoShapes({ count: 300, kind: 'basic', placement, seed: 1 }).factors;
      for (const label of [0, 1, 2]) {
        const expected = label === 2 ? 2 / Math.sqrt(3) : 1;
        for (const value of ofClass(basic, 'elongation', label)) {
          expect(value).toBeCloseTo(expected, 12);
        }
      }
      expect(new Set(basic.peak)).toEqual(new Set([0.5]));
    }
    const centred = geoShapes({ ...GEOM, placement: 'centred' }).factors;
    among(centred.x, 13, 19);
    among(centred.y, 13, 19);
  });
});

describe('options', () => {
  test('with the values of the paper change nothing', () => {
    const paper: GeoShapesOptions = {
      ...GEOM,
      elongation: [1 / 3, 3],
      peak: [0, 1],
      area: [0.1, 0.4],
      greys: 8,
      fit: 0.9,
      position: [0, 1],
      antialiased: false,
    };
    const [given, plain] = [geoShapes(paper), geoShapes(GEOM)];
    expect(Buffer.compare(given.inputs as Uint8Array, plain.inputs as Uint8Array)).toBe(0);
  });

  test('give each factor the range asked for', () => {
    fills(geoShapes({ ...GEOM, angle: [1, 1.5] }).factors.angle, 1, 1.5);
    fills(geoShapes({ ...GEOM, elongation: [1, 2] }).factors.elongation, 1, 2);
    fills(ofClass(geoShapes({ ...GEOM, peak: [0.2, 0.4] }).factors, 'peak', 2), 0.2, 0.4);
    fills(geoShapes({ ...GEOM, area: [0.05, 0.1] }).factors.area, 0.05, 0.1);
    const middle = geoShapes({ ...GEOM, position: [0.5, 0.5] }).factors;
    among(middle.x, 16, 16);
    among(middle.y, 16, 16);
    const two = geoShapes({ ...GEOM, greys: 2 });
    expect(new Set(two.inputs)).toEqual(new Set([0, 255]));
    const all = geoShapes({ ...GEOM, greys: 256 }).factors;
    expect(new Set(all.background).size).toBeGreaterThan(240);
    expect(all.background.every((grey, i) => grey !== all.foreground[i])).toBe(true);
    const tight = geoShapes({ ...GEOM, fit: 0.6 }).factors;
    expect(Math.max(...tight.area)).toBeLessThanOrEqual(0.36);
  });

  test('a soft edge covers its pixels by their share', () => {
    const options = { ...GEOM, greys: 2, antialiased: true };
    const { inputs, factors } = geoShapes(options);
    expect(new Set(inputs)).toEqual(new Set([0, 64, 128, 191, 255]));
    const hard = geoShapes({ ...options, antialiased: false });
    expect(hard.factors).toEqual(factors);
    const errors = [hard.inputs, inputs].map((pixels) =>
      Array.from(factors.area, (area, i) => {
        const image = Array.from(pixels.subarray(i * 1024, (i + 1) * 1024));
        const mean = image.reduce((sum, grey) => sum + grey, 0);
        const share = mean / 1024 / 255;
        return Math.abs(area - (factors.foreground[i] === 255 ? share : 1 - share));
      }).reduce((sum, error) => sum + error, 0),
    );
    // Four points a pixel measure an area better than one.
    expect(errors[1]).toBeLessThan(0.75 * (errors[0] as number));
    const centred = { ...GEOM, placement: 'centred', antialiased: false } as const;
    const { inputs: sharp } = geoShapes(centred);
    for (let i = 0; i < 20; i++) {
      expect(new Set(sharp.subarray(i * 1024, (i + 1) * 1024)).size).toBe(2);
    }
  });

  // node -e "import('@gradus/datasets').then(async ({ geoShapes }) => console.log((await import('node:crypto')).createHash('sha256').update(geoShapes({ count: 1000, kind: 'geom', seed: 0, antialiased: true, elongation: [0.5, 2], area: [0.05, 0.2], greys: 16, fit: 0.8, position: [0.2, 0.7], angle: [0, 1], peak: [0.1, 0.9] }).inputs).digest('hex')))"
  test('all changed, of seed 0, give the same bytes as ever', () => {
    const { inputs } = geoShapes({
      count: 1000,
      kind: 'geom',
      seed: 0,
      antialiased: true,
      elongation: [0.5, 2],
      area: [0.05, 0.2],
      greys: 16,
      fit: 0.8,
      position: [0.2, 0.7],
      angle: [0, 1],
      peak: [0.1, 0.9],
    });
    expect(
      createHash('sha256')
        .update(inputs as Uint8Array)
        .digest('hex'),
    ).toBe('ff837924bc1701347ab93538aaff577f296e8c9ae5d199e7b3b492225325259d');
  });

  test.each([
    [{ area: [0.4, 0.1] }, 'area must be a range [low, high] within (0, 1], got 0.4,0.1'],
    [{ area: [0, 0.1] }, 'area must be a range [low, high] within (0, 1], got 0,0.1'],
    [{ area: [0.1, 1.1] }, 'area must be a range [low, high] within (0, 1], got 0.1,1.1'],
    [{ area: 0.2 }, 'area must be a range [low, high] within (0, 1], got 0.2'],
    [{ peak: [-0.1, 1] }, 'peak must be a range [low, high] within [0, 1], got -0.1,1'],
    [
      { position: [0, Number.NaN] },
      'position must be a range [low, high] within [0, 1], got 0,NaN',
    ],
    [{ elongation: [0.1, 1] }, 'elongation must be a range [low, high] within ['],
    [{ angle: [0, 1, 2] }, 'angle must be a range [low, high] within [-10, 10], got 0,1,2'],
    [{ greys: 1 }, 'greys must be an integer in [2, 256], got 1'],
    [{ greys: 2.5 }, 'greys must be an integer in [2, 256], got 2.5'],
    [{ fit: 0 }, 'fit must be in (0, 1], got 0'],
    [{ fit: 1.5 }, 'fit must be in (0, 1], got 1.5'],
    [{ kind: 'basic', elongation: [1, 2] }, "elongation is for kind 'geom', got 'basic'"],
    [{ kind: 'basic', peak: [0, 1] }, "peak is for kind 'geom', got 'basic'"],
    [{ placement: 'centred', area: [0.1, 0.2] }, "area is for placement 'anywhere', got 'centred'"],
    [{ placement: 'centred', greys: 8 }, "greys is for placement 'anywhere', got 'centred'"],
  ])('refuse %o', (wrong, message) => {
    const options = { ...GEOM, count: 1, ...wrong } as GeoShapesOptions;
    expect(() => geoShapes(options)).toThrow(RangeError);
    expect(() => geoShapes(options)).toThrow(`geoShapes: ${message}`);
  });

  test('that no shape fits are refused, not tried for ever', () => {
    expect(() => geoShapes({ ...GEOM, area: [0.9, 1], fit: 0.5 })).toThrow(
      'geoShapes: no shape fits: area [0.9,1] and elongation [0.3333333333333333,3] are too much for fit 0.5',
    );
  });
});
