/**
 * The generator of `createRng` in @gradus/samplers, to the bit, without its state and forks: sfc32,
 * the seed's text mixed in one UTF-16 unit at a time, 53 bits a number, in [0, 1).
 *
 * @see Doty-Humphrey, PractRand: sfc32
 */
export function createRng(seed: number | string): () => number {
  let a = 0x9e3779b9 | 0;
  let b = 0x243f6a88 | 0;
  let c = 0xb7e15162 | 0;
  let d = 1;

  function word(): number {
    const t = (a + b + d) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    d = (d + 1) | 0;
    return t;
  }

  const text = String(seed);
  for (let i = 0; i < text.length; i++) {
    a ^= text.charCodeAt(i);
    for (let k = 0; k < 4; k++) word();
  }
  for (let k = 0; k < 12; k++) word();
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}
