import { wrong } from './wrong.ts';

/** A source of numbers in [0, 1), as `Math.random` and those of d3-random are. */
export type Random = () => number;

/** The key that marks a generator whose `state` samplers may run on by themselves: see `createRng`. */
export const RNG: unique symbol = Symbol.for('gradus.rng') as never;

/** What `createRng` makes: a source of numbers whose state is in the open. */
export interface Rng {
  /** The next number in [0, 1), a multiple of 2^-53. */
  (): number;
  /**
   * The four words of the generator, live: they change with every number, and writing into them changes what comes next.
   * Keep `state.slice()`, not `state`.
   */
  readonly state: Uint32Array;
  /**
   * A generator of its own, whose numbers have nothing to do with this one's or any other fork's.
   *
   * It is made from the present state and the label, and leaves this generator as it was: the same state and label give
   * the same fork. Fork before drawing to have forks that do not depend on how much was drawn.
   */
  fork(label: number | string): Rng;
  readonly [RNG]: true;
}

/** The state of a generator of ours, to run it without a call a number, or undefined for any other source. */
export function inlineState(random: Random): Uint32Array | undefined {
  const { [RNG]: marked, state } = random as Partial<Rng>;
  return marked === true && state instanceof Uint32Array && state.length === 4 ? state : undefined;
}

/** `random`, whose numbers are seen to be in [0, 1) if it is not one of ours; `Math.random` where it is absent. */
export function randomOf(caller: string, random: Random = Math.random): Random {
  if (typeof random !== 'function') {
    throw wrong(caller, 'random must be a function', random, TypeError);
  }
  if (random === Math.random || inlineState(random) !== undefined) return random;
  return () => {
    const number = random();
    if (number >= 0 && number < 1) return number;
    throw wrong(caller, 'random() must be in [0, 1)', number);
  };
}
