import type { Goal } from '../goal.ts';
import type { Machine } from '../machine.ts';
import type { Row } from '../suite.ts';

/** What a suite found: a file of results, `<name>.json`. */
export interface Report {
  /** The suite's, with `.browser` after it where it ran in a page. */
  name: string;
  suite: string;
  question: string;
  /** What made it. */
  command: string;
  date: string;
  machine: Machine;
  backends: Ran[];
  /** `--full` or not. */
  full: boolean;
  settings: { rounds: number; turnMs: number };
  unit: 'ms per operation';
  rows: Row[];
  /** What the suite judged; left out where it judges nothing. */
  goals?: Goal[] | undefined;
}

/** A backend that rows were measured on. */
export interface Ran {
  name: string;
  /** The processor or the graphics adapter. */
  device: string;
  /** An adapter that computes on the processor: its times say nothing of a GPU, and are never quoted. */
  software: boolean;
}
