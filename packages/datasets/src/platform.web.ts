import type { Platform } from './platform.ts';

/** Browsers and their like: no files, DecompressionStream and WebCrypto. */
export const platform: Platform = {
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
