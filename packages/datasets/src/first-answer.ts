/** A mirror's failure that asking it again would not change. */
export class LastingError extends Error {}

/** How long mirrors are waited for. */
export interface Patience {
  /** Milliseconds without a byte after which a connection counts as dead. */
  stallMs: number;
  /** Milliseconds to wait before each further round over the mirrors: two numbers, three rounds. */
  backOffMs: number[];
}

export const PATIENCE: Patience = { stallMs: 15_000, backOffMs: [500, 2000] };

/**
 * Gives what the first mirror to succeed gives. They are asked in order, at once one after another,
 * and then again after a pause, save those that failed with a `LastingError`.
 *
 * @throws AggregateError with one error for each mirror, its last; the reason of the signal.
 */
export async function firstAnswer<T>(
  urls: string[],
  ask: (url: string) => Promise<T>,
  backOffMs: number[],
  signal: AbortSignal | undefined,
): Promise<T> {
  const failures = new Map<string, Error>();
  let left = urls;
  for (let round = 0; left.length > 0; round++) {
    if (round > 0) await wait(backOffMs[round - 1] as number, signal);
    const again: string[] = [];
    for (const url of left) {
      try {
        return await ask(url);
      } catch (error) {
        signal?.throwIfAborted();
        failures.set(url, new Error(`${url}: ${reasonOf(error)}`, { cause: error }));
        if (!(error instanceof LastingError)) again.push(url);
      }
    }
    left = round < backOffMs.length ? again : [];
  }
  throw allFailed([...failures.values()]);
}

/** One error for many, which tells them all. */
export function allFailed(errors: Error[]): AggregateError {
  return new AggregateError(errors, errors.map(({ message }) => message).join('; '));
}

/** What went wrong, with the cause that fetch hides behind its "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (error instanceof LastingError || !(cause instanceof Error)) return error.message;
  return `${error.message} (${cause.message || (cause as { code?: string }).code || cause.name})`;
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
