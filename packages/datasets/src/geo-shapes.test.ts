import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type GeoShapesOptions, geoShapes } from './geo-shapes.ts';
import { anywhere, centred, type Scene } from './placement.ts';
import { seededRandom } from './seeded-random.ts';

const VARIANTS = (['basic', 'geom'] as const).flatMap((kind) =>
  (['anywhere', 'centred'] as const).map((placement) => ({ kind, placement })),
);

const EIGHT_GREYS = [0, 36, 73, 109, 146, 182, 219, 255]; // 255 k / 7

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function imagesOf(options: GeoShapesOptions) {
  const data = geoShapes(options);
  return Array.from(data.labels, (label, i) => ({
    label,
    pixels: data.inputs.subarray(i * 1024, (i + 1) * 1024),
  }));
}

/** What an image shows: the shape's mass (0 to 1 a pixel), its box and its second moments. */
function look(pixels: ArrayLike<number>) {
  const counts = new Map<number, number>();
  for (let i = 0; i < 1024; i++) {
    const grey = pixels[i] as number;
    counts.set(grey, (counts.get(grey) ?? 0) + 1);
  }
  const background = pixels[0] as number; // of a centred image: the shape hardly ever reaches the corner
  let foreground = background;
  for (const grey of counts.keys()) {
    if (Math.abs(grey - background) > Math.abs(foreground - background)) foreground = grey;
  }
  let [mass, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  let [left, right, top, bottom] = [32, -1, 32, -1];
  for (let i = 0; i < 1024; i++) {
    const weight = ((pixels[i] as number) - background) / (foreground - background);
    if (weight === 0) continue;
    const [column, row] = [i % 32, Math.floor(i / 32)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    mass += weight;
    x += weight * column;
    y += weight * row;
    xx += weight * column * column;
    yy += weight * row * row;
    xy += weight * column * row;
  }
  const [mx, my] = [x / mass, y / mass];
  const [cxx, cyy, cxy] = [xx / mass - mx * mx, yy / mass - my * my, xy / mass - mx * my];
  return {
    background,
    foreground,
    greys: counts.size,
    mass,
    left,
    right,
    top,
    bottom,
    cxx,
    cyy,
    cxy,
  };
}

/** The eigenvalues of the second moments: equal for squares, circles and equilateral triangles. */
function elongation({ cxx, cyy, cxy }: { cxx: number; cyy: number; cxy: number }): number {
  const mean = (cxx + cyy) / 2;
  const spread = Math.sqrt(((cxx - cyy) / 2) ** 2 + cxy ** 2);
  return Math.sqrt((mean + spread) / (mean - spread));
}

// node -e "import('@gradus/datasets').then(async ({ geoShapes }) => { for (const kind of ['basic', 'geom']) for (const placement of ['anywhere', 'centred']) console.log((await import('node:crypto')).createHash('sha256').update(geoShapes({ count: 1000, kind, placement, seed: 0 }).inputs).digest('hex')) })"
test.each([
  {
    kind: 'basic',
    placement: 'anywhere',
    golden: 'd1b507050f7976b7d0b67196ab3e257f22bd22c6bed5981ae8398f39816a7377',
  },
  {
    kind: 'basic',
    placement: 'centred',
    golden: '35b57c2a9b6c8d4066774ec2219412e7378ba66abf18ea84efe0dde589eef52d',
  },
  {
    kind: 'geom',
    placement: 'anywhere',
    golden: 'a2aacc30b4c881874f3ad92876c896b8e4175108f6714528ad2ad8972aa6ae5d',
  },
  {
    kind: 'geom',
    placement: 'centred',
    golden: '2076aafff6a74616b8f5990e6a58952762e49bcd73f78166529ef443a8b749b2',
  },
] as const)(
  '$kind $placement of seed 0 are the same bytes as ever',
  ({ kind, placement, golden }) => {
    expect(sha256(geoShapes({ count: 1000, kind, placement, seed: 0 }).inputs as Uint8Array)).toBe(
      golden,
    );
  },
);

describe.each(VARIANTS)('$kind $placement', ({ kind, placement }) => {
  test('is a set of grey bytes with three named classes', () => {
    const data = geoShapes({ count: 7, kind, placement, seed: 1 });
    expect(data.inputs).toBeInstanceOf(Uint8Array);
    expect(data.inputs.length).toBe(7 * 1024);
    expect(data.labels).toBeInstanceOf(Uint8Array);
    expect(data).toMatchObject({
      name: `geoshapes-${kind}-${placement}`,
      count: 7,
      shape: [32, 32, 1],
      classNames: ['rectangle', 'ellipse', 'triangle'],
    });
  });

  test('has classes as equal as can be, and in no fixed order', () => {
    for (const count of [1, 2, 3, 100, 3001]) {
      const { labels } = geoShapes({ count, kind, placement, seed: 'balance' });
      const counts = [0, 1, 2].map((c) => labels.filter((label) => label === c).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    const { labels } = geoShapes({ count: 3000, kind, placement, seed: 2 });
    const orders = new Map<string, number>();
    for (let i = 0; i < 3000; i += 3) {
      const order = labels.subarray(i, i + 3).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    // Six orders of 1000/6 each; sd 11.8, so 5 sd: a fixed or one-sided order falls far outside.
    expect([...orders.values()].every((n) => Math.abs(n - 1000 / 6) < 59)).toBe(true);
    expect(orders.size).toBe(6);
  });

  test('gives a longer row for a larger count, another row for another seed', () => {
    const first = geoShapes({ count: 100, kind, placement, seed: 5 });
    const longer = geoShapes({ count: 200, kind, placement, seed: 5 });
    expect(longer.inputs.subarray(0, 100 * 1024)).toEqual(first.inputs);
    expect(longer.labels.subarray(0, 100)).toEqual(first.labels);
    const others = [0, 6, -5, 2 ** 40, '', 'five'].map((seed) =>
      sha256(geoShapes({ count: 10, kind, placement, seed }).inputs as Uint8Array),
    );
    expect(
      new Set([...others, sha256(first.inputs.subarray(0, 10 * 1024) as Uint8Array)]).size,
    ).toBe(7);
  });

  test('draws shapes wholly inside the image', () => {
    const random = seededRandom('test', 1);
    for (let i = 0; i < 3000; i++) {
      const scene = (placement === 'centred' ? centred : anywhere)(i % 3, kind, random);
      const { halfWidth, halfHeight } = scene.outline;
      expect(scene.x - halfWidth).toBeGreaterThanOrEqual(-1e-12);
      expect(scene.x + halfWidth).toBeLessThanOrEqual(32 + 1e-12);
      expect(scene.y - halfHeight).toBeGreaterThanOrEqual(-1e-12);
      expect(scene.y + halfHeight).toBeLessThanOrEqual(32 + 1e-12);
    }
  });
});

test('no two variants of a seed share their images or the order of their classes', () => {
  const sets = VARIANTS.map(({ kind, placement }) =>
    geoShapes({ count: 60, kind, placement, seed: 1 }),
  );
  expect(new Set(sets.map(({ labels }) => labels.join(''))).size).toBe(4);
  expect(new Set(sets.map(({ inputs }) => sha256(inputs as Uint8Array))).size).toBe(4);
});

test('anywhere is the default placement', () => {
  const options = { count: 10, kind: 'geom', seed: 1 } as const;
  expect(geoShapes(options)).toEqual(geoShapes({ ...options, placement: 'anywhere' }));
});

describe('anywhere', () => {
  test('uses two of eight greys, hard-edged, and all ordered pairs of them alike', () => {
    const pairs = new Map<string, number>();
    for (const { pixels } of imagesOf({ count: 5600, kind: 'geom', seed: 1 })) {
      const greys = [...new Set(pixels)];
      expect(greys.length).toBe(2);
      expect(greys.every((grey) => EIGHT_GREYS.includes(grey))).toBe(true);
      const pair = greys.sort((a, b) => a - b).join();
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    // 28 unordered pairs, 200 each, sd 14.
    expect(pairs.size).toBe(28);
    expect([...pairs.values()].every((n) => Math.abs(n - 200) < 70)).toBe(true);
  });

  test('has boxes of at most 0.9 of the image and areas of 0.1 to 0.4 of it', () => {
    const random = seededRandom('test', 2);
    const areas: number[][] = [[], [], []];
    for (let i = 0; i < 6000; i++) {
      const { outline } = anywhere(i % 3, 'geom', random);
      expect(Math.max(outline.halfWidth, outline.halfHeight)).toBeLessThanOrEqual(14.4);
      areas[i % 3]?.push(areaOf(outline) / 1024);
    }
    for (const [label, found] of areas.entries()) {
      expect(Math.min(...found), `class ${label}`).toBeGreaterThan(0.0995);
      expect(Math.min(...found), `class ${label}`).toBeLessThan(0.105);
      expect(Math.max(...found), `class ${label}`).toBeLessThan(0.4005);
      expect(Math.max(...found), `class ${label}`).toBeGreaterThan(0.35);
    }
  });

  test('reaches every side of the image', () => {
    const random = seededRandom('test', 3);
    const at = Array.from({ length: 3000 }, (_, i) => {
      const { outline, x } = anywhere(i % 3, 'basic', random);
      return (x - outline.halfWidth) / (32 - 2 * outline.halfWidth);
    });
    const mean = at.reduce((sum, value) => sum + value, 0) / 3000;
    expect(Math.min(...at)).toBeLessThan(0.01);
    expect(Math.max(...at)).toBeGreaterThan(0.99);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.027); // 5 sd of the mean of 3000 uniforms
  });
});

describe('centred', () => {
  test.each(['basic', 'geom'] as const)('%s keeps its limits as seen in the pixels', (kind) => {
    const seen = imagesOf({ count: 3000, kind, placement: 'centred', seed: 4 }).map(({ pixels }) =>
      look(pixels),
    );
    for (const { background, foreground, left, right, top, bottom, greys } of seen) {
      expect(Math.abs(foreground - background)).toBeGreaterThan(0.15 * 255);
      expect(greys).toBeGreaterThan(2); // soft edges
      expect(greys).toBeLessThanOrEqual(5);
      for (const extent of [right - left + 1, bottom - top + 1]) {
        expect(extent).toBeGreaterThanOrEqual(7);
        expect(extent).toBeLessThanOrEqual(28);
      }
      for (const middle of [(left + right + 1) / 2, (top + bottom + 1) / 2]) {
        expect(Math.abs(middle - 16)).toBeLessThanOrEqual(4);
      }
    }
    expect(Math.max(...seen.map(({ right, left }) => right - left + 1))).toBeGreaterThanOrEqual(25);
    expect(Math.min(...seen.map(({ right, left }) => right - left + 1))).toBeLessThanOrEqual(9);
    expect(Math.max(...seen.map(({ left, right }) => (left + right + 1) / 2))).toBeGreaterThan(
      18.5,
    );
    expect(Math.min(...seen.map(({ left, right }) => (left + right + 1) / 2))).toBeLessThan(13.5);
  });

  test('draws basic shapes regular: equal moments in every direction', () => {
    for (const { pixels, label } of imagesOf({
      count: 600,
      kind: 'basic',
      placement: 'centred',
      seed: 5,
    })) {
      // A triangle as wide as it is high comes to 1.15; what is left here is the pixels' grain.
      expect(elongation(look(pixels)), `class ${label}`).toBeLessThan(1.1);
    }
  });

  test('draws geom shapes of many proportions', () => {
    const found = imagesOf({ count: 900, kind: 'geom', placement: 'centred', seed: 5 }).map(
      ({ pixels, label }) => ({ label, value: elongation(look(pixels)) }),
    );
    for (const label of [0, 1, 2]) {
      const values = found.filter((one) => one.label === label).map(({ value }) => value);
      expect(Math.min(...values)).toBeLessThan(1.15);
      expect(Math.max(...values)).toBeGreaterThan(2);
    }
  });

  test('draws each class as what its name says, by how much of its box it fills', () => {
    // mass / sqrt(det of moments): 12 for rectangles, 4 pi for ellipses, 18 / sqrt(3) ... whatever the stretch.
    const filled: number[][] = [[], [], []];
    for (const { pixels, label } of imagesOf({
      count: 600,
      kind: 'geom',
      placement: 'centred',
      seed: 6,
    })) {
      const { mass, cxx, cyy, cxy } = look(pixels);
      filled[label]?.push(mass / Math.sqrt(cxx * cyy - cxy * cxy));
    }
    const means = filled.map(
      (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
    );
    expect(means[0]).toBeCloseTo(12, 0);
    expect(means[1]).toBeCloseTo(4 * Math.PI, 0);
    expect(means[2]).toBeCloseTo(6 * Math.sqrt(3), 0);
  });
});

test('a basic triangle has three equal sides', () => {
  const random = seededRandom('test', 7);
  for (let i = 0; i < 100; i++) {
    for (const place of [anywhere, centred]) {
      const { outline } = place(2, 'basic', random);
      // Over an equilateral triangle's three axes the area is sqrt(3)/4 side^2; the moments are isotropic.
      const { cxx, cyy, cxy, area } = momentsOf(outline);
      expect(Math.abs(cxx / cyy - 1)).toBeLessThan(2e-3);
      expect(Math.abs(cxy / cxx)).toBeLessThan(2e-3);
      expect(cxx / area).toBeCloseTo(1 / (6 * Math.sqrt(3)), 3);
    }
  }
});

test.each([
  [{ count: 0 }, 'geoShapes: count must be an integer >= 1, got 0'],
  [{ count: -3 }, 'geoShapes: count must be an integer >= 1, got -3'],
  [{ count: 1.5 }, 'geoShapes: count must be an integer >= 1, got 1.5'],
  [{ count: Number.NaN }, 'geoShapes: count must be an integer >= 1, got NaN'],
  [{ kind: 'easy' }, "geoShapes: kind must be 'basic' or 'geom', got easy"],
  [{ kind: undefined }, "geoShapes: kind must be 'basic' or 'geom', got undefined"],
  [{ placement: 'left' }, "geoShapes: placement must be 'anywhere' or 'centred', got left"],
  [{ seed: Number.NaN }, 'geoShapes: seed must be an integer, got NaN'],
  [{ seed: 1.5 }, 'geoShapes: seed must be an integer, got 1.5'],
  [{ seed: undefined }, 'geoShapes: seed must be an integer or a string, got undefined'],
])('refuses %o', (wrong, message) => {
  const options = { count: 3, kind: 'basic', seed: 1, ...wrong } as GeoShapesOptions;
  expect(() => geoShapes(options)).toThrow(message);
});

function areaOf(outline: Scene['outline']): number {
  return momentsOf(outline).area;
}

/** By 400 spans: area, and second moments about the centre of gravity. */
function momentsOf(outline: Scene['outline']) {
  const ends = new Float64Array(2);
  const step = (2 * outline.halfHeight) / 400;
  let [area, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < 400; i++) {
    const h = (i + 0.5) * step - outline.halfHeight;
    outline.span(h, ends);
    const [from, to] = ends as unknown as [number, number];
    if (from > to) continue;
    const width = to - from;
    area += width * step;
    x += ((to * to - from * from) / 2) * step;
    y += h * width * step;
    xx += ((to ** 3 - from ** 3) / 3) * step;
    yy += h * h * width * step;
    xy += h * ((to * to - from * from) / 2) * step;
  }
  return {
    area,
    cxx: xx / area - (x / area) ** 2,
    cyy: yy / area - (y / area) ** 2,
    cxy: xy / area - (x / area) * (y / area),
  };
}
