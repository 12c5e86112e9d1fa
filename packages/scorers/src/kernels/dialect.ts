/**
 * What differs between the languages that a kernel is written in.
 *
 * The rest is the same text in all of them: arithmetic, comparisons, `if`, assignments, calls of `abs`, `exp`,
 * `log`, `max`, `min`, `sqrt`, `isnan` and of what `library` defines. Floats are written with a point, and the
 * row at hand is `i`.
 */
export interface Dialect {
  /** A variable with its first value. */
  float(name: string, value: string): string;
  int(name: string, value: string): string;
  bool(name: string, value: string): string;
  /** An array of so many; what it holds at first is not said. */
  floats(name: string, size: number): string;
  ints(name: string, size: number): string;
  /** The head of a loop over the integers from `start` to below `end`. */
  loop(name: string, start: string, end: string): string;
  /** A function of floats, which ends with `return`. */
  define(name: string, parameters: string[], lines: string[]): string;
  /** The function `pick(condition, yes, no)`. */
  pick: string;
  /** The element of an input at these indices. */
  read(input: Input, ...indices: string[]): string;
  /** Evaluates an expression and puts its value into a slot, where there are slots; `recall` gets it back. */
  remember(slot: string, expression: string): string;
  recall(slot: string, expression: string): string;
  nan: string;
  /** Whether a sum of thousands needs help to stay exact. */
  float32: boolean;
}

/** An input of a kernel. */
export interface Input {
  name: string;
  dtype: 'float32' | 'int32';
  /** The length of each axis: a number, or `n` for that of rows. */
  shape: (number | 'n')[];
}

/** What all backends are given to run. */
export interface Program {
  /** Names it in profiles. */
  scorer: string;
  /** Programs of the same key have the same text. */
  key: string;
  inputs: Input[];
  /** How many slots `remember` uses. */
  slots: number;
  /** The statements for row `i`; they set a variable `score`. */
  body(dialect: Dialect): string[];
}

/** A number as every dialect reads it as a float. */
export function literal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
