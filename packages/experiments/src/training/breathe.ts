import { setImmediate } from 'node:timers/promises';

let last = performance.now();

/** Lets timers and signals in, at most every 50 ms: training itself never gives way. */
export async function breathe(): Promise<void> {
  if (performance.now() - last < 50) return;
  await setImmediate();
  last = performance.now();
}
