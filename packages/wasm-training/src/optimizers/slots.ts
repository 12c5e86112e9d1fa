import { engine, type Tensor, tidy, type Variable, zerosLike } from '@tensorflow/tfjs-core';
import type { Gradients } from './replace-updates.ts';

/** Where tfjs's optimisers keep what they remember of a variable. */
export interface Slot {
  originalName: string;
  variable: Variable;
}

/** One variable's part in an update. */
interface Update {
  value: Variable;
  gradient: Tensor;
  /** What is remembered of the variable, in the order asked for. */
  slots: Variable[];
}

/**
 * The variables that an update is about, with what the optimiser remembers of each, as tfjs's own optimisers find and
 * make them; `undefined`, with nothing changed, if one is not of float32.
 *
 * @param memory The optimiser's lists, by the ending of the names of what they hold.
 */
export function updatesOf(
  gradients: Gradients,
  memory: Record<string, Slot[]>,
): Update[] | undefined {
  const named = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  const { registeredVariables } = engine();
  if (named.some(([name]) => registeredVariables[name]?.dtype !== 'float32')) return undefined;
  return named.flatMap(([name, gradient], i) => {
    const value = registeredVariables[name] as Variable;
    const slots = Object.entries(memory).map(([ending, list]) => {
      list[i] ??= {
        originalName: `${name}/${ending}`,
        variable: tidy(() => zerosLike(value).variable(false)),
      };
      return list[i].variable;
    });
    return gradient == null ? [] : [{ value, gradient, slots }];
  });
}
