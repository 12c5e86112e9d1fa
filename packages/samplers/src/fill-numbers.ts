import { inlineState, type Random } from './random.ts';

/**
 * Fills the first `count` of `numbers` as as many calls of `random` would; a generator of ours is run inline.
 *
 * See `createRng` for the generator and for how two words make a number.
 */
export function fillNumbers(random: Random, numbers: Float64Array, count: number): void {
  const state = inlineState(random);
  if (state === undefined) {
    for (let k = 0; k < count; k++) numbers[k] = random();
    return;
  }
  let a = (state[0] as number) | 0;
  let b = (state[1] as number) | 0;
  let c = (state[2] as number) | 0;
  let d = (state[3] as number) | 0;
  for (let k = 0; k < count; k++) {
    const high = (((b + d) | 0) + a) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + high) | 0;
    const low = (((b + d + 1) | 0) + a) | 0;
    d = (d + 2) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + low) | 0;
    numbers[k] = ((high >>> 5) * 67108864 + (low >>> 6)) * 1.1102230246251565e-16; // 2^26, 2^-53
  }
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = d;
}
