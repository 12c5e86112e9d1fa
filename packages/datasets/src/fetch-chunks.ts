import { LastingError } from './first-answer.ts';

/** How `fetchChunks` fetches. */
export interface FetchOptions {
  /** A body longer than this many bytes is given up. */
  limit: number;
  stallMs: number;
  signal: AbortSignal | undefined;
  /** Told how many bytes have come, and of how many where the server says so. */
  onBytes: (done: number, total: number | undefined) => void;
}

/**
 * Fetches one address and gives its body as it arrives; redirects are followed.
 *
 * @throws LastingError for a 4xx (but 408 and 429) and for a body over the limit; Error for any
 *   other status, for a broken connection and for one that is silent too long; the signal's reason.
 */
export async function* fetchChunks(
  url: string,
  { limit, stallMs, signal, onBytes }: FetchOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal?.throwIfAborted();
  const connection = new AbortController();
  const stop = () => connection.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  let stalled: Error | undefined;
  /** Waits for the server, no longer than it may be silent; what the consumer takes does not count. */
  const patiently = async <T>(answer: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => {
      stalled = new Error(`no data for ${stallMs / 1000} s`);
      connection.abort(stalled);
    }, stallMs);
    try {
      return await answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw stalled ?? error;
    } finally {
      clearTimeout(timer);
    }
  };

  try {
    const response = await patiently(fetch(url, { signal: connection.signal }));
    const { status } = response;
    if (!response.ok || response.body === null) {
      const isLasting = status >= 400 && status < 500 && status !== 408 && status !== 429;
      throw new (isLasting ? LastingError : Error)(`status ${status}`);
    }
    const total = lengthOf(response);
    if (total !== undefined && total > limit) {
      throw new LastingError(`must be at most ${limit} bytes, got ${total}`);
    }
    const reader = response.body.getReader();
    for (let done = 0; ; ) {
      const { done: isWhole, value } = await patiently(reader.read());
      if (isWhole) return;
      done += value.length;
      if (done > limit) throw new LastingError(`must be at most ${limit} bytes, but goes on`);
      onBytes(done, total !== undefined && done <= total ? total : undefined);
      signal?.throwIfAborted();
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    connection.abort(); // where the body was not read to its end
  }
}

/** The length that the server promises, of the bytes that `fetch` will give. */
function lengthOf({ headers }: Response): number | undefined {
  if (headers.get('content-encoding') !== null) return undefined; // it is of the encoded bytes
  const length = Number(headers.get('content-length') ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : undefined;
}
