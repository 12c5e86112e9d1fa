/** A time in the unit that fits it, to three digits: `4.75 ms`. */
export function time(ms: number): string {
  const [unit, factor] = unitOf(ms);
  return `${Number((ms * factor).toPrecision(3))} ${unit}`;
}

/** The unit for a time in milliseconds, and how many of it a millisecond has. */
export function unitOf(ms: number): [unit: string, factor: number] {
  if (ms >= 1000) return ['s', 1e-3];
  if (ms >= 1) return ['ms', 1];
  return ms >= 1e-3 ? ['µs', 1e3] : ['ns', 1e6];
}

/** A ratio to three digits: `0.123`, `12.3`, `1,230`. */
export function ratio(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}
