import { cosine, sine } from './arithmetic.ts';

/** A convex shape, in pixels, centred on its bounding box. */
export interface Outline {
  /** Half the width of the bounding box. */
  halfWidth: number;
  /** Half the height of the bounding box. */
  halfHeight: number;
  /** Writes the leftmost and the rightmost x at height `y` into `ends`; left > right where it has none. */
  span(y: number, ends: Float64Array): void;
}

/** A rectangle of half-sides `a` and `b`, turned by `angle` (radians). */
export function rectangle(a: number, b: number, angle: number): Outline {
  return polygon([-a, a, a, -a], [-b, -b, b, b], angle);
}

/** A triangle 2a wide and 2b high; its peak stands `peak` (0 to 1) of the way along the base. */
export function triangle(a: number, b: number, peak: number, angle: number): Outline {
  return polygon([-a, a, a * (2 * peak - 1)], [b, b, -b], angle);
}

/** An ellipse of half-axes `a` and `b`, turned by `angle`. */
export function ellipse(a: number, b: number, angle: number): Outline {
  const c = cosine(angle);
  const s = sine(angle);
  // (x c + y s)^2 / a^2 + (y c - x s)^2 / b^2 = p x^2 + 2 q x y + r y^2 = 1
  const p = (c * c) / (a * a) + (s * s) / (b * b);
  const q = c * s * (1 / (a * a) - 1 / (b * b));
  const r = (s * s) / (a * a) + (c * c) / (b * b);
  return {
    halfWidth: Math.sqrt(a * a * c * c + b * b * s * s),
    halfHeight: Math.sqrt(a * a * s * s + b * b * c * c),
    span(y, ends) {
      const discriminant = q * y * q * y - p * (r * y * y - 1);
      const half = discriminant < 0 ? -1 : Math.sqrt(discriminant); // -1: left > right, nothing
      ends[0] = (-q * y - half) / p;
      ends[1] = (-q * y + half) / p;
    },
  };
}

function polygon(xs: number[], ys: number[], angle: number): Outline {
  const c = cosine(angle);
  const s = sine(angle);
  const turnedX = xs.map((x, i) => x * c - (ys[i] as number) * s);
  const turnedY = xs.map((x, i) => x * s + (ys[i] as number) * c);
  const [left, right] = [Math.min(...turnedX), Math.max(...turnedX)];
  const [top, bottom] = [Math.min(...turnedY), Math.max(...turnedY)];
  const cornersX = Float64Array.from(turnedX, (x) => x - (left + right) / 2);
  const cornersY = Float64Array.from(turnedY, (y) => y - (top + bottom) / 2);
  return {
    halfWidth: (right - left) / 2,
    halfHeight: (bottom - top) / 2,
    span(y, ends) {
      let first = Number.POSITIVE_INFINITY;
      let last = Number.NEGATIVE_INFINITY;
      let [x1, y1] = [cornersX.at(-1) as number, cornersY.at(-1) as number];
      for (let i = 0; i < cornersX.length; i++) {
        const x2 = cornersX[i] as number;
        const y2 = cornersY[i] as number;
        if (y1 !== y2 && Math.min(y1, y2) <= y && y <= Math.max(y1, y2)) {
          const x = x1 + ((y - y1) * (x2 - x1)) / (y2 - y1);
          if (x < first) first = x;
          if (x > last) last = x;
        }
        x1 = x2;
        y1 = y2;
      }
      ends[0] = first;
      ends[1] = last;
    },
  };
}
