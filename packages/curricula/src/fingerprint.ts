/**
 * A short name for some numbers (FNV-1a over their bits, a word at a time), to notice that a
 * snapshot was taken with others.
 *
 * @see Fowler, Noll and Vo, draft-eastlake-fnv
 */
export function fingerprint(values: ArrayLike<number>): string {
  const words = new Uint32Array(Float64Array.from(values).buffer);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ (words[i] as number), 0x01000193);
  return `#${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
