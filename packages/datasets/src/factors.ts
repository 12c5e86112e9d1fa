import type { Dataset } from './dataset.ts';

/** What is known of how each sample was made, by name, `[count]` each. */
export type Factors = { [name: string]: Uint8Array | Float64Array };

/** A set made from one of type `D`: it has factors, and which, where that one has. */
export type WithFactorsOf<D extends Dataset> = Dataset & Pick<D, Extract<keyof D, 'factors'>>;

/** The factors of some of the samples, in arrays of their own; as an object to spread, empty where there are none. */
export function factorsAt(
  { factors }: Dataset,
  indices: ArrayLike<number>,
): Pick<Dataset, 'factors'> {
  if (factors === undefined) return {};
  const picked: Factors = {};
  for (const [name, values] of Object.entries(factors)) {
    const own = new (values instanceof Float64Array ? Float64Array : Uint8Array)(indices.length);
    for (let k = 0; k < own.length; k++) own[k] = values[indices[k] as number] as number;
    picked[name] = own;
  }
  return { factors: picked };
}

/** The factors of sets end to end, those that every one of them has; as an object to spread, empty where one has none. */
export function joinedFactors(datasets: readonly Dataset[]): Pick<Dataset, 'factors'> {
  const all = datasets.map(({ factors }) => factors);
  if (all.includes(undefined)) return {};
  const joined: Factors = {};
  for (const name of Object.keys(all[0] as Factors)) {
    const parts = all.map((factors) => factors?.[name]);
    if (parts.includes(undefined)) continue;
    const Type = parts.some((part) => part instanceof Float64Array) ? Float64Array : Uint8Array;
    const whole = new Type(parts.reduce((sum, part) => sum + (part?.length ?? 0), 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part as Uint8Array, at);
      at += part?.length ?? 0;
    }
    joined[name] = whole;
  }
  return { factors: joined };
}
