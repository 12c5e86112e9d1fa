import { LastingError, reasonOf } from './first-answer.ts';

/**
 * Passes bytes through, decompressed where they begin as gzip does: by their first two bytes and
 * not by a name, as a server may have decompressed them on the way.
 *
 * @throws LastingError where gzip data are damaged or cut; what the source throws.
 */
export async function* inflate(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const head = await beginning(chunks);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    try {
      yield head;
      yield* chunks;
    } finally {
      await chunks.return();
    }
    return;
  }

  let broken: { error: unknown } | undefined;
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (controller) => controller.enqueue(head),
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value as Uint8Array<ArrayBuffer>);
        } catch (error) {
          broken = { error };
          controller.error(error);
        }
      },
    },
    { highWaterMark: 0 },
  );
  const reader = compressed.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (broken !== undefined) throw broken.error;
    throw new LastingError(`must be gzip data, but is damaged: ${reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    await reader.cancel().catch(() => undefined); // it has failed already, or is at its end
    // Not awaited: it would wait for a chunk on its way.
    chunks.return().catch(() => undefined);
  }
}

/** At least the first two bytes, where there are as many. */
async function beginning(chunks: AsyncGenerator<Uint8Array, void, undefined>) {
  let head = new Uint8Array(0);
  while (head.length < 2) {
    const { done, value } = await chunks.next();
    if (done) break;
    head = joined(head, value);
  }
  return head;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
