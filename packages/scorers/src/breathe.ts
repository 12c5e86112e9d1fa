/**
 * Lets timers and the page have a turn, at most every 50 ms: the promises of a backend that computes
 * on this thread never do, and nothing could abort a long call.
 */
export function breather(): () => Promise<void> {
  let last = Date.now();
  return async () => {
    if (Date.now() - last < 50) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = Date.now();
  };
}
