/**
 * The places of `labels` in the order of their labels, and of their numbers inside one: a counting sort.
 *
 * @param kinds Labels are whole numbers below it.
 * @returns `ends[label]` is where the last place of a label is followed by the first of the next.
 */
export function inOrder(
  labels: ArrayLike<number>,
  kinds: number,
): { order: Int32Array; ends: Int32Array } {
  const ends = new Int32Array(kinds + 1); // at first where a label's next place goes: in the end behind its last
  for (let i = 0; i < labels.length; i++) {
    const after = (labels[i] as number) + 1;
    ends[after] = (ends[after] as number) + 1;
  }
  for (let label = 1; label < kinds; label++) {
    ends[label] = (ends[label] as number) + (ends[label - 1] as number);
  }
  const order = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    const place = ends[label] as number;
    order[place] = i;
    ends[label] = place + 1;
  }
  return { order, ends };
}
