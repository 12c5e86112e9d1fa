import { checkBoolean, checkFunction, checkInteger } from './check.ts';
import type { Batch, Curriculum, CurriculumOptions, CurriculumSnapshot } from './curriculum.ts';
import { checkDiagnostics, type Look, Recorder } from './diagnostics.ts';
import { isArray, liveState } from './random-state.ts';

/** What one kind of curriculum brings; `begin` makes the rest of a `Curriculum` from it. */
export interface Course {
  /** The function that makes it. */
  readonly name: string;
  /** The options that a snapshot must share, `batchSize` and `steps` aside. */
  readonly settings: CurriculumSnapshot['settings'];
  /** For diagnostics: all indices are below it. */
  readonly size: number;
  /** For diagnostics: how many different indices there are, where that is not `size`. */
  samples?(): number;
  /** For diagnostics: what else there is to say of the batch just taken. */
  look?(indices: Int32Array): Look;
  /** What the next batch must wait for, if anything. It may fail, and may then be tried again. */
  prepare?(step: number): Promise<void> | undefined;
  /** The next batch; everything that `save` gives changes here, at once. */
  take(step: number): Omit<Batch, 'step'>;
  /** The state beside the random one after `step` batches, in arrays of its own. */
  save(step: number): Record<string, unknown>;
  /** Takes over what `save` gave, once; throws where it cannot be that. */
  load(state: Record<string, unknown>, step: number): void;
  /** Frees what is held; called at least once, whatever way the iteration ends. */
  close?(): Promise<void>;
}

/** Throws unless the options that all curricula share are right; before anything is drawn. */
export function checkCommon(
  name: string,
  { batchSize, steps, random, snapshots, diagnostics }: CurriculumOptions,
): void {
  checkInteger(name, 'batchSize', batchSize, 1);
  checkInteger(name, 'steps', steps, 0);
  checkFunction(name, 'random', random);
  checkBoolean(name, 'snapshots', snapshots);
  checkDiagnostics(name, diagnostics);
  if (snapshots && liveState(random) === undefined) throw withoutState(name, 'snapshots');
}

/** Makes a one-shot iterable of a course, from its start or from where a snapshot left it. */
export function begin(
  course: Course,
  { batchSize, steps, random, from, snapshots, diagnostics }: CurriculumOptions,
): Curriculum {
  const { name, size } = course;
  const recorder =
    diagnostics && new Recorder(diagnostics, size, course.samples?.() ?? size, batchSize);
  const settings = { ...course.settings, batchSize, steps };
  let step = 0;
  let iterated = false;
  // The state of `random` before a batch that is still being made: a snapshot means "after the last
  // batch handed out", also where making the next one took numbers and then failed.
  let before: Uint32Array | undefined;

  if (from !== undefined) {
    checkSnapshot(name, from, settings);
    const state = liveState(random);
    if (state === undefined) throw withoutState(name, 'from');
    if (state.length !== from.random.length) {
      throw new RangeError(
        `${name}: cannot continue this snapshot: its random state has ${from.random.length} words, ` +
          `that of random has ${state.length}`,
      );
    }
    course.load(from.state, from.step);
    recorder?.load(from.diagnostics);
    state.set(from.random); // after load: a draw that shares `random` may have set it, too
    step = from.step;
  }

  async function* batches(): AsyncGenerator<Batch, undefined, undefined> {
    try {
      while (step < steps) {
        before = liveState(random)?.slice();
        const wait = course.prepare?.(step);
        if (wait !== undefined) await wait;
        const batch: Batch = { step, ...course.take(step) };
        step++;
        before = undefined;
        recorder?.note(
          batch.step,
          batch.phase,
          batch.indices,
          course.look?.(batch.indices) ?? {},
          step === steps,
        );
        if (snapshots) batch.snapshot = snapshot();
        yield batch;
      }
    } finally {
      await course.close?.();
    }
    return undefined;
  }

  function snapshot(): CurriculumSnapshot {
    const state = before ?? liveState(random)?.slice();
    if (state === undefined) throw withoutState(name, 'snapshot()');
    return {
      version: 1,
      kind: name,
      settings: { ...settings },
      step,
      random: state.slice(),
      state: course.save(step),
      ...(recorder && { diagnostics: recorder.save() }),
    };
  }

  return {
    steps,
    batchSize,
    get step() {
      return step;
    },
    snapshot,
    [Symbol.asyncIterator]() {
      if (iterated) {
        throw new Error(
          `${name}: a curriculum can be iterated once: make another, or continue a snapshot with from`,
        );
      }
      iterated = true;
      const iterator = batches();
      return {
        next: () => iterator.next(),
        async return() {
          await iterator.return(undefined);
          await course.close?.(); // a generator that never began has not reached its own
          return { done: true, value: undefined };
        },
        [Symbol.asyncIterator]() {
          return this;
        },
      };
    },
  };
}

function checkSnapshot(
  name: string,
  from: CurriculumSnapshot,
  settings: CurriculumSnapshot['settings'],
): void {
  const refuse = (why: string) => new RangeError(`${name}: cannot continue this snapshot: ${why}`);
  if (typeof from !== 'object' || from === null) {
    throw new TypeError(`${name}: from must be a snapshot, got ${String(from)}`);
  }
  if (from.version !== 1) throw refuse(`its version is ${String(from.version)}, not 1`);
  if (from.kind !== name) throw refuse(`it is one of ${String(from.kind)}`);
  const theirs = from.settings ?? {};
  for (const key of new Set([...Object.keys(settings), ...Object.keys(theirs)])) {
    if (theirs[key] !== settings[key]) {
      throw refuse(`its ${key} is ${String(theirs[key])}, not ${String(settings[key])}`);
    }
  }
  if (!Number.isInteger(from.step) || from.step < 0 || from.step > (settings.steps as number)) {
    throw refuse(`its step is ${String(from.step)}`);
  }
  if (!isArray(from.random, 'Uint32Array')) {
    throw refuse(
      'its random is not a Uint32Array (JSON does not keep typed arrays: use encode and decode)',
    );
  }
  if (typeof from.state !== 'object' || from.state === null) throw refuse('it has no state');
}

function withoutState(name: string, what: string): Error {
  return new Error(
    `${name}: ${what} needs a random whose state can be saved and set: ` +
      'pass createRng(seed) of @gradus/samplers as random',
  );
}

/** The indices that a state holds under a name, checked. */
export function indicesOf(
  name: string,
  state: Record<string, unknown>,
  key: string,
  { length, size }: { length?: number; size: number },
): Int32Array {
  const value = state[key];
  const good =
    isArray(value, 'Int32Array') &&
    (length === undefined || value.length === length) &&
    value.every((index) => index >= 0 && index < size);
  if (!good) {
    const many = length === undefined ? '' : `${length} `;
    throw new RangeError(
      `${name}: cannot continue this snapshot: its ${key} is not an Int32Array of ${many}indices below ${size}`,
    );
  }
  return value;
}

/** The count that a state holds under a name, checked. */
export function countOf(
  name: string,
  state: Record<string, unknown>,
  key: string,
  most: number,
): number {
  const value = state[key];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    throw new RangeError(
      `${name}: cannot continue this snapshot: its ${key} is ${String(value)}, not an integer from 0 to ${most}`,
    );
  }
  return value;
}
