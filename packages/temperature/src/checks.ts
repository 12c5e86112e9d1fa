/** Which end of the scores is sampled more: a higher score is a harder sample, always. */
export type Favour = 'easy' | 'hard';

/** The smallest and largest score, after every score was seen to be a finite number. */
export interface Extent {
  min: number;
  max: number;
}

/** Throws unless `values` is a non-empty array of finite numbers; `caller` and `name` go into the message. */
export function extentOf(caller: string, values: ArrayLike<number>, name = 'scores'): Extent {
  checkArray(caller, values, name);
  if (values instanceof Float32Array || values instanceof Float64Array) {
    const extent = extentOfFinite(values);
    if (extent !== undefined) return extent;
  }
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) throw notFinite(caller, name, i, value);
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/**
 * The extent of a typed array, or undefined where a sum over it is not finite, as with a NaN or an infinity in it. Four
 * at a time, whose sums do not wait for one another.
 */
function extentOfFinite(values: Float32Array | Float64Array): Extent | undefined {
  const n = values.length;
  let min = values[0] as number;
  let max = min;
  let [a, b] = [0, 0];
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const w = values[i] as number;
    const x = values[i + 1] as number;
    const y = values[i + 2] as number;
    const z = values[i + 3] as number;
    a += w + x;
    b += y + z;
    // One guess at a branch for four: new ends are rare.
    if (w < min || x < min || y < min || z < min) {
      if (w < min) min = w;
      if (x < min) min = x;
      if (y < min) min = y;
      if (z < min) min = z;
    }
    if (w > max || x > max || y > max || z > max) {
      if (w > max) max = w;
      if (x > max) max = x;
      if (y > max) max = y;
      if (z > max) max = z;
    }
  }
  for (; i < n; i++) {
    const value = values[i] as number;
    a += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return Number.isFinite(a + b) ? { min, max } : undefined;
}

/** The extent of probabilities or weights: as `extentOf`, and none negative, not all zero. */
export function extentOfWeights(caller: string, p: ArrayLike<number>): Extent {
  const extent = extentOf(caller, p, 'p');
  if (extent.min < 0) {
    const i = Array.prototype.findIndex.call(p, (value: number) => value < 0);
    throw new RangeError(`${caller}: p[${i}] must be >= 0, got ${p[i]}`);
  }
  if (extent.max === 0) throw new RangeError(`${caller}: p must not be all zero`);
  return extent;
}

/** +1 where hard samples are favoured, -1 where easy ones are. There is no default. */
export function signOf(caller: string, favour: Favour): 1 | -1 {
  if (favour === 'hard') return 1;
  if (favour === 'easy') return -1;
  throw new TypeError(`${caller}: favour must be 'easy' or 'hard', got ${String(favour)}`);
}

export function checkMaxRatio(caller: string, maxRatio: number): void {
  if (typeof maxRatio !== 'number') {
    throw new TypeError(`${caller}: maxRatio must be a number, got ${String(maxRatio)}`);
  }
  if (!(maxRatio >= 1)) throw new RangeError(`${caller}: maxRatio must be >= 1, got ${maxRatio}`);
  if (maxRatio === Infinity) throw new RangeError(`${caller}: maxRatio must be finite`);
}

export function checkTemperature(caller: string, temperature: number, name = 'temperature'): void {
  if (typeof temperature !== 'number') {
    throw new TypeError(`${caller}: ${name} must be a number, got ${String(temperature)}`);
  }
  if (!(temperature > 0)) {
    throw new RangeError(`${caller}: ${name} must be > 0, got ${temperature}`);
  }
}

/** Throws unless `out` is left out, or a Float64Array of `length`. */
export function checkOut(caller: string, out: Float64Array | undefined, length: number): void {
  if (out === undefined) return;
  if (!(out instanceof Float64Array)) throw new TypeError(`${caller}: out must be a Float64Array`);
  if (out.length !== length) {
    throw new RangeError(`${caller}: out must have length ${length}, got ${out.length}`);
  }
}

function checkArray(caller: string, values: ArrayLike<number>, name: string): void {
  if (typeof (values as { data?: unknown } | null)?.data === 'function') {
    throw new TypeError(`${caller}: ${name} must be on the host: pass \`await ${name}.data()\``);
  }
  if (typeof values !== 'object' || !Number.isInteger(values?.length)) {
    throw new TypeError(`${caller}: ${name} must be an array of numbers, got ${String(values)}`);
  }
  if (values.length === 0) throw new RangeError(`${caller}: ${name} must not be empty`);
}

function notFinite(caller: string, name: string, index: number, value: unknown): Error {
  const ErrorType = typeof value === 'number' ? RangeError : TypeError;
  return new ErrorType(`${caller}: ${name}[${index}] is ${String(value)}`);
}
