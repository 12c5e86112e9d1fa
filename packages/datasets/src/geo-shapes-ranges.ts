import type { GeoShapesOptions } from './geo-shapes.ts';
import { PAPER, type Range, type Ranges } from './placement.ts';

/** The bounds within which each range may be asked for, and which sets have use for it. */
const BOUNDS = {
  angle: { within: [-10, 10] },
  peak: { within: [0, 1], kind: 'geom' },
  elongation: { within: [1 / 7, 7], kind: 'geom', placement: 'anywhere' },
  area: { within: [Number.MIN_VALUE, 1], placement: 'anywhere' },
  position: { within: [0, 1], placement: 'anywhere' },
  greys: { placement: 'anywhere' },
  fit: { placement: 'anywhere' },
} satisfies Record<string, Bounds>;

interface Bounds {
  within?: readonly number[];
  kind?: string;
  placement?: string;
}

/** The generator's ranges with what the options change; throws where they make no sense. */
export function rangesOf(options: GeoShapesOptions): Ranges {
  const { kind, placement = 'anywhere', greys = PAPER.greys, fit = PAPER.fit } = options;
  for (const [name, bounds] of Object.entries<Bounds>(BOUNDS)) {
    if (options[name as keyof typeof BOUNDS] === undefined) continue;
    if (bounds.kind !== undefined && bounds.kind !== kind) {
      throw new RangeError(`geoShapes: ${name} is for kind '${bounds.kind}', got '${kind}'`);
    }
    if (bounds.placement !== undefined && bounds.placement !== placement) {
      throw new RangeError(
        `geoShapes: ${name} is for placement '${bounds.placement}', got '${placement}'`,
      );
    }
  }
  const range = (name: 'angle' | 'peak' | 'elongation' | 'area' | 'position') => {
    const given = options[name];
    if (given === undefined) return undefined;
    const [low, high] = BOUNDS[name].within as unknown as Range;
    const isRange = Array.isArray(given) && given.length === 2;
    if (!isRange || !(low <= given[0] && given[0] <= given[1] && given[1] <= high)) {
      const bounds = name === 'area' ? '(0, 1]' : `[${low}, ${high}]`;
      throw new RangeError(
        `geoShapes: ${name} must be a range [low, high] within ${bounds}, got ${given}`,
      );
    }
    return given;
  };
  if (!Number.isInteger(greys) || greys < 2 || greys > 256) {
    throw new RangeError(`geoShapes: greys must be an integer in [2, 256], got ${greys}`);
  }
  if (!(fit > 0 && fit <= 1)) throw new RangeError(`geoShapes: fit must be in (0, 1], got ${fit}`);
  return {
    angle: range('angle'),
    elongation: range('elongation') ?? PAPER.elongation,
    peak: range('peak') ?? PAPER.peak,
    area: range('area') ?? PAPER.area,
    position: range('position') ?? PAPER.position,
    greys,
    fit,
  };
}
