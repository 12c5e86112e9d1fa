import { abortable } from './abortable.ts';
import { checkScores } from './observations.ts';

/** Scores some samples with the model as it is then: higher = harder, one for each index. */
export type Score = (
  indices: Int32Array,
  signal?: AbortSignal,
) => Float32Array | Promise<Float32Array>;

/** Calls `score` and checks what it gives; an error in it comes as the `cause` of one that says when. */
export async function scoresOf(
  name: string,
  score: Score,
  indices: Int32Array,
  { step, signal }: { step: number; signal: AbortSignal | undefined },
): Promise<Float32Array> {
  let scores: Float32Array;
  try {
    // A copy, as it is the function's to keep or spoil.
    scores = await abortable((async () => score(indices.slice(), signal))(), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${name}: score failed at step ${step}: ${why}`, { cause });
  }
  checkScores(name, 'score(indices)', scores, indices);
  return scores;
}
