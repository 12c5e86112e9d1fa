/** Throws unless `out` is an Int32Array. */
export function checkOut(caller: string, out: Int32Array): void {
  if (!(out instanceof Int32Array)) throw new TypeError(`${caller}: out must be an Int32Array`);
}
