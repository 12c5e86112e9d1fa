/** Throws unless `value` is an integer of at least `least`. */
export function checkInteger(name: string, option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name}: ${option} must be an integer >= ${least}, got ${String(value)}`);
  }
}

/** Throws unless `value` is one of `choices`. */
export function checkChoice(name: string, option: string, value: string, choices: string[]): void {
  if (!choices.includes(value)) {
    const list = choices.map((choice) => `'${choice}'`).join(' or ');
    throw new RangeError(`${name}: ${option} must be ${list}, got ${String(value)}`);
  }
}

/** Throws unless `value` is a function. */
export function checkFunction(name: string, option: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new TypeError(`${name}: ${option} must be a function, got ${String(value)}`);
  }
}

/** Throws unless `value` is true or false, or left out. */
export function checkBoolean(name: string, option: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') {
    throw new TypeError(`${name}: ${option} must be true or false, got ${String(value)}`);
  }
}

/** Throws unless `value` is a number in (`above`, `most`], or with `above` itself where `inclusive`. */
export function checkWithin(
  name: string,
  option: string,
  value: number,
  { above, most, inclusive = false }: { above: number; most: number; inclusive?: boolean },
): void {
  const low = inclusive ? value >= above : value > above;
  if (!(low && value <= most && Number.isFinite(value))) {
    const open = inclusive ? '[' : '(';
    const end = most === Infinity ? 'Infinity)' : `${most}]`;
    throw new RangeError(
      `${name}: ${option} must be in ${open}${above}, ${end}, got ${String(value)}`,
    );
  }
}

/** Throws unless every element is an index below `size`. */
export function checkIndices(
  name: string,
  option: string,
  indices: ArrayLike<number>,
  size: number,
): void {
  if (indices instanceof Int32Array && withinInt32(indices, size)) return;
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k] as number;
    if (!Number.isInteger(index) || index < 0 || index >= size) {
      throw new RangeError(
        `${name}: ${option}[${k}] must be an integer from 0 to ${size - 1}, got ${index}`,
      );
    }
  }
}

/** The same for the usual array, where nothing can be but in or out of range. */
function withinInt32(indices: Int32Array, size: number): boolean {
  for (let k = 0; k < indices.length; k++) {
    const index = indices[k] as number;
    if (index < 0 || index >= size) return false;
  }
  return true;
}
