/** What a map depends on. */
export interface FarSettings {
  seed: number;
  /** The share of hidden units that a pass drops, in (0, 1). */
  dropout: number;
  /** Monte Carlo passes of BALD. */
  passes: number;
}

/** The map after so many updates. */
export interface FarReport {
  step: number;
  finished: boolean;
  /** The samples, x and y in turn, and the class of each. */
  points: Float32Array;
  classes: Uint8Array;
  /** Scores on the grid, row by row from the bottom left, `[SIDE * SIDE]`: AADT without dropout, and BALD. */
  aadt: Float32Array;
  bald: Float32Array;
}

/** Cells of the grid's side, and where its edges are: it spans [-EDGE, EDGE] both ways. */
export const SIDE = 48;
export const EDGE = 6;

export const STEPS = 400;

/** Where the middle of a cell is, `[x, y]`. */
export function placeOf(cell: number): [number, number] {
  const at = (k: number) => (2 * EDGE * (k + 0.5)) / SIDE - EDGE;
  return [at(cell % SIDE), at(Math.floor(cell / SIDE))];
}
