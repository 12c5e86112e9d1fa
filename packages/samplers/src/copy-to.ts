/** Copies the values from one up to another to the start of `here`: what is no number as NaN. */
export function copyTo(
  here: Float64Array,
  values: ArrayLike<number>,
  from: number,
  to: number,
): void {
  if (ArrayBuffer.isView(values)) here.set((values as Float64Array).subarray(from, to));
  else {
    for (let i = from; i < to; i++) {
      const value = values[i] as number;
      here[i - from] = typeof value === 'number' ? value : Number.NaN;
    }
  }
}
