/**
 * Moves labels apart: positions as near to the wanted ones as `gap` between neighbours and the
 * limits allow, in the same order. Where there is not room for all, the gap shrinks.
 */
export function spread(
  wanted: readonly number[],
  gap: number,
  [low, high]: readonly [number, number],
): number[] {
  const room = wanted.length < 2 ? gap : Math.min(gap, (high - low) / (wanted.length - 1));
  const order = wanted.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at || a.i - b.i);
  // Runs of touching labels, each around the mean of what its members want.
  const runs: { sum: number; size: number }[] = [];
  for (const { at } of order) {
    runs.push({ sum: at, size: 1 });
    while (runs.length > 1) {
      const last = runs[runs.length - 1] as (typeof runs)[number];
      const before = runs[runs.length - 2] as (typeof runs)[number];
      if (start(before) + before.size * room <= start(last)) break;
      runs.pop();
      // A member's wish counts from where the run begins: the k-th sits k gaps further on.
      before.sum += last.sum - last.size * before.size * room;
      before.size += last.size;
    }
  }
  const placed: number[] = [];
  for (const run of runs) {
    for (let k = 0; k < run.size; k++) placed.push(start(run) + k * room);
  }
  const result: number[] = [];
  order.forEach(({ i }, k) => {
    result[i] = placed[k] as number;
  });
  return result;

  function start(run: { sum: number; size: number }): number {
    const free = run.sum / run.size;
    return Math.min(Math.max(free, low), high - (run.size - 1) * room);
  }
}
