/** The chance of each sequence of `count` different indices, drawn one after the other by the weights of those left. */
export function successive(weights: ArrayLike<number>, count: number): Map<string, number> {
  const chances = new Map<string, number>();
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] as number;
  const extend = (drawn: number[], chance: number, left: number): void => {
    if (drawn.length === count) {
      chances.set(drawn.join(), chance);
      return;
    }
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      if (weight === 0 || drawn.includes(i)) continue;
      extend([...drawn, i], (chance * weight) / left, left - weight);
    }
  };
  extend([], 1, sum);
  return chances;
}

/** How often each sequence came, in the order of the chances; one that there cannot be fails. For indices below 8. */
export function tallySequences(
  chances: Map<string, number>,
  calls: number,
  draw: () => Int32Array,
): Float64Array {
  const code = (indices: ArrayLike<number>) => {
    let number = 0;
    for (let k = 0; k < indices.length; k++) number = 8 * number + (indices[k] as number);
    return number;
  };
  const places = new Int32Array(8 ** 6).fill(-1);
  [...chances.keys()].forEach((sequence, place) => {
    places[code(sequence.split(',').map(Number))] = place;
  });
  const counts = new Float64Array(chances.size);
  for (let call = 0; call < calls; call++) {
    const drawn = draw();
    const place = places[code(drawn)] as number;
    if (place < 0) throw new Error(`drew ${drawn}`);
    counts[place] = (counts[place] as number) + 1;
  }
  return counts;
}
