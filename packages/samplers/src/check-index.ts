import { wrong } from './wrong.ts';

/** Throws unless `index` is one of `size`. */
export function checkIndex(caller: string, index: number, size: number): void {
  if (!(Number.isInteger(index) && index >= 0 && index < size)) {
    throw wrong(caller, `index must be in [0, ${size})`, index);
  }
}
