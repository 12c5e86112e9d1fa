/**
 * A short name for some numbers, to notice that a snapshot was taken with others: FNV-1a over their bits, a
 * word at a time, whose upper half is folded into the lower each time. (A product hands bits on upwards only:
 * without that, two signs that change, of all the bits the highest, would undo one another.)
 *
 * @see Fowler, Noll and Vo, draft-eastlake-fnv
 */
export function fingerprint(values: ArrayLike<number>): string {
  const words = new Uint32Array(Float64Array.from(values).buffer);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) {
    hash = Math.imul(hash ^ (words[i] as number), 0x01000193);
    hash ^= hash >>> 16;
  }
  return `#${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
