/** The error that says what must hold, and what came instead. */
export function wrong(
  caller: string,
  rule: string,
  got: unknown,
  Kind: ErrorConstructor = RangeError,
): Error {
  return new Kind(`${caller}: ${rule}, got ${String(got)}`);
}
