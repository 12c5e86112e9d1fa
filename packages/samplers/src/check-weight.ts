import { wrong } from './wrong.ts';

/** Throws unless a weight, the one numbered i, is a finite number >= 0. */
export function checkWeight(caller: string, i: number, weight: number): void {
  if (!Number.isFinite(weight)) {
    const Kind = typeof weight === 'number' ? RangeError : TypeError;
    throw new Kind(`${caller}: weights[${i}] is ${String(weight)}`);
  }
  if (weight < 0) throw wrong(caller, `weights[${i}] must be >= 0`, weight);
}
