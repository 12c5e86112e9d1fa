import { createRng } from '@gradus/samplers';
import { softmax } from '@gradus/temperature';
import { peerArm, python } from './peer.ts';
import type { PeerArm, TimedArm } from './suite.ts';

/** What a run of an arm makes at least, for the clock to see it. */
const LEAST = 4096;

/** The sizes that the samplers' suites are run at. */
export const SIZES: number[] = [1000, 60_000, 1_000_000];

/** Nearly normal scores. */
export function scoresOf(n: number): Float64Array {
  const random = createRng(n);
  return Float64Array.from({ length: n }, () => {
    let sum = -6;
    for (let k = 0; k < 12; k++) sum += random();
    return sum;
  });
}

export const weightsOf = (n: number): Float64Array =>
  softmax(scoresOf(n), { temperature: 1, favour: 'hard' });

/** What `compiled('sampling.c')` gave, doing one of its tasks. */
export function inC(
  program: string | { absent: string },
  task: string,
  n: number,
  batch: number,
  name = 'C',
): PeerArm {
  return peerArm(name, typeof program === 'string' ? [program, task, `${n}`, `${batch}`] : program);
}

export async function inPython(
  name: string,
  task: string,
  library: string,
  n: number,
  batch: number,
): Promise<PeerArm> {
  const module = library === 'torch' ? 'torch' : 'numpy';
  return peerArm(name, await python('sampling.py', module, task, library, `${n}`, `${batch}`));
}

/** An arm that fills what it is given, again and again until there is enough to time, and what is looked at once. */
export function drawing(
  name: string,
  batch: number,
  draw: (out: Int32Array) => unknown,
  check: (drawn: Int32Array) => void,
): TimedArm {
  const out = new Int32Array(batch);
  const times = Math.max(1, Math.ceil(LEAST / batch));
  return {
    name,
    operations: times * batch,
    run() {
      for (let k = 0; k < times; k++) draw(out);
      return out;
    },
    check: () => check(out),
  };
}
