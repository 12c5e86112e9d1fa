import type { FileCache, Platform } from './platform.ts';

/** Browsers and their like: no files, the Cache API, DecompressionStream and WebCrypto. */
export const platform: Platform = {
  async openCache(name = 'gradus-datasets') {
    // Browsers withhold it from pages that are neither https nor localhost, and from some frames.
    const cache = await globalThis.caches?.open(name).catch(() => undefined);
    return cache && new CacheOfResponses(cache);
  },

  async gunzip(bytes, limit) {
    const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
      .stream()
      .pipeThrough(new DecompressionStream('gzip'));
    const out = new Uint8Array(limit);
    let length = 0;
    const reader = stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return out.subarray(0, length);
      if (length + value.length > limit) {
        await reader.cancel();
        throw new RangeError(`it expands to more than ${limit} bytes`);
      }
      out.set(value, length);
      length += value.length;
    }
  },

  async sha256(bytes) {
    if (globalThis.crypto?.subtle === undefined) {
      throw new Error(
        'checking data needs WebCrypto, which browsers give to https and localhost only',
      );
    }
    const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    );
  },
};

class CacheOfResponses implements FileCache {
  #cache: Cache;

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  async read(key: string, length: number): Promise<Uint8Array | undefined> {
    const response = await this.#cache.match(this.pathOf(key));
    const blob = await response?.blob();
    if (blob?.size === length) return new Uint8Array(await blob.arrayBuffer());
    await this.remove(key);
    return undefined;
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    const response = new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': 'application/octet-stream' },
    });
    // Where the browser has no room left, there is no entry: the data are fetched again next time.
    await this.#cache.put(this.pathOf(key), response).catch(() => undefined);
  }

  async remove(key: string): Promise<void> {
    await this.#cache.delete(this.pathOf(key));
  }

  /** Entries are found by address; this one can be nobody's. */
  pathOf(key: string): string {
    return `https://gradus.invalid/${key}`;
  }
}
