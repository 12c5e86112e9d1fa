import { UsageError } from '../usage-error.ts';

/** Throws unless the value is one of those there are. */
export function checkOneOf(name: string, value: unknown, all: readonly string[]): void {
  if (all.includes(value as string)) return;
  throw new UsageError(`run: ${name} must be one of ${all.join(', ')}, got ${value}`);
}

/** Throws unless the value is absent or a boolean. */
export function checkBoolean(name: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean') return;
  throw new UsageError(`run: ${name} must be true or false, got ${value}`);
}

/** Throws unless the value is absent or an integer of at least `least`. */
export function checkInteger(name: string, value: unknown, least: number): void {
  checkNumber(name, value, `an integer >= ${least}`, (n) => Number.isSafeInteger(n) && n >= least);
}

/** Throws unless the value is absent or a finite number for which the rule holds. */
export function checkNumber(
  name: string,
  value: unknown,
  rule: string,
  holds: (value: number) => boolean,
): void {
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && holds(value)))
    return;
  throw new UsageError(`run: ${name} must be ${rule}, got ${value}`);
}
