/** Shuffles an array in place: Fisher and Yates, from the end. */
export function shuffle<T extends Uint8Array | Int32Array>(array: T, random: () => number): T {
  for (let i = array.length - 1; i > 0; i--) {
    const j = Math.floor((i + 1) * random());
    const kept = array[i] as number;
    array[i] = array[j] as number;
    array[j] = kept;
  }
  return array;
}
