/** Something that was to be reached, and whether it is, here. */
export interface Goal {
  goal: string;
  /** Where an adapter is software, its times say nothing of a GPU: what hangs on them is not measurable. */
  verdict: 'met' | 'missed' | 'not measurable';
  /** The figure, or why there is none. */
  found: string;
}

/** Goals as lines, one each. */
export function goalLines(goals: readonly Goal[]): string[] {
  return goals.map(({ goal, verdict, found }) => `${verdict}: ${goal}: ${found}`);
}
