import type { From } from '../probabilities.ts';
import { type Dialect, type Input, literal, type Program } from './dialect.ts';
import { sumOver } from './sum-over.ts';

/**
 * A scorer of votes, in the expressions that all dialects share; they may use `passes` for the number of
 * votes.
 */
export interface VoteKernel {
  /** What is summed over votes, of how many are `agreeing` with the one at hand. */
  ofVote: string;
  /** The score, of that sum `total` and of `most`, the largest of those numbers. */
  score: string;
}

/** More votes than this are for the composed form: a kernel compares each with each. */
export const MOST_VOTES = 64;

/**
 * The program of a scorer of votes int32 `[m, n]`, or, where `from` is given, of the likeliest classes (the
 * first of equals) of passes `[m, n, classes]`.
 */
export function voteProgram(
  scorer: string,
  kernel: VoteKernel,
  { m, classes, from }: { m: number; classes: number; from?: From },
): Program {
  const votes: Input = { name: 'votes', dtype: 'int32', shape: [m, 'n'] };
  const outputs: Input = { name: 'outputs', dtype: 'float32', shape: [m, 'n', classes] };

  function body(dialect: Dialect): string[] {
    const { float, int, ints, bool, loop, read, nan } = dialect;
    const each = `${loop('t', '0', `${m}`)} {`;
    const given = [
      `answers[t] = ${read(votes, 't', 'i')};`,
      `if (answers[t] < 0 || answers[t] >= ${classes}) { bad = true; }`,
    ];
    const likeliest = [
      'answers[t] = 0;',
      float('largest', '-3.4e38'),
      `${loop('k', '0', `${classes}`)} {`,
      float('v', read(outputs, 't', 'i', 'k')),
      'if (isnan(v)) { bad = true; }',
      'if (v > largest) { largest = v; answers[t] = k; }',
      '}',
    ];
    const count = [
      int('answer', 'answers[t]'),
      float('agreeing', '0.0'),
      `${loop('u', '0', `${m}`)} {`,
      'if (answers[u] == answer) { agreeing += 1.0; }',
      '}',
      'most = max(most, agreeing);',
    ];
    return [
      float('passes', literal(m)),
      bool('bad', 'false'),
      ints('answers', m),
      each,
      ...(from ? likeliest : given),
      '}',
      float('most', '0.0'),
      ...sumOver(dialect, 't', m, count, { total: kernel.ofVote }),
      float('score', kernel.score),
      `if (bad) { score = ${nan}; }`,
    ];
  }
  const text = JSON.stringify(kernel);
  return {
    scorer,
    key: `${scorer} ${from ?? 'votes'} ${m} ${classes} ${text}`,
    inputs: [from ? outputs : votes],
    slots: 0,
    body,
  };
}
