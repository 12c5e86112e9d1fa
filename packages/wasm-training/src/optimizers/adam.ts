import {
  AdamOptimizer,
  engine,
  mul,
  type Scalar,
  type Tensor,
  type TensorInfo,
  tidy,
  Variable,
} from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import type { TrainingKernel } from '../training-kernel.ts';
import { heapAddress, heapValues, isWasmBackend } from '../wasm-heap.ts';
import { type Gradients, replaceUpdates } from './replace-updates.ts';
import { type Slot, updatesOf } from './slots.ts';

const NAME = 'GradusAdamUpdate';

/** The inside of tfjs's Adam, as far as an update needs it. */
interface Adam {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** beta1 and beta2 to the power of the coming update's number. */
  accBeta1: Variable;
  accBeta2: Variable;
  accumulatedFirstMoment: Slot[];
  accumulatedSecondMoment: Slot[];
  incrementIterations(): void;
}

/**
 * The update of one variable by Adam in one pass over its values, where tfjs makes thirteen.
 *
 * Its results are those of tfjs's ops to the bit.
 */
export const adamUpdate: TrainingKernel = {
  name: NAME,
  make: () => (args) => {
    const { backend } = args;
    const inputs = args.inputs as Record<string, TensorInfo>;
    const { value, first, second, gradient, power1, power2 } = inputs as {
      [name in 'value' | 'first' | 'second' | 'gradient' | 'power1' | 'power2']: TensorInfo;
    };
    const { learningRate, beta1, beta2, epsilon } = args.attrs as unknown as Adam;
    const loops = simdLoops(backend);
    if (loops === undefined || !isWasmBackend(backend)) throw new Error(`${NAME}: not on wasm`);
    const made = [1, 2, 3].map(() => backend.makeOutput(value.shape, 'float32'));
    const [left1, left2] = [power1, power2].map(
      (power) => 1 - (heapValues(backend, power)[0] as number),
    );
    loops.adam(
      value.shape.reduce((product, one) => product * one, 1),
      ...[value, first, second, gradient, ...made].map((one) => heapAddress(backend, one)),
      ...[beta1, 1 - beta1, left1 as number],
      ...[beta2, 1 - beta2, left2 as number],
      ...[epsilon, -learningRate],
    );
    return made;
  },
};

/** Lets tfjs's Adam make its updates by that kernel; returns what undoes it. */
export function fuseAdam(): () => void {
  return replaceUpdates(AdamOptimizer, update);
}

function update(optimizer: object, gradients: Gradients): boolean {
  if (!isAdam(optimizer)) return false;
  const adam = optimizer;
  const { learningRate, beta1, beta2, epsilon, accBeta1, accBeta2 } = adam;
  const updates = updatesOf(gradients, {
    m: adam.accumulatedFirstMoment,
    v: adam.accumulatedSecondMoment,
  });
  if (updates === undefined) return false;
  tidy(() => {
    for (const { value, gradient, slots } of updates) {
      const [first, second] = slots as [Variable, Variable];
      const [newValue, newFirst, newSecond] = engine().runKernel(
        NAME,
        { value, first, second, gradient, power1: accBeta1, power2: accBeta2 },
        { learningRate, beta1, beta2, epsilon },
      ) as [Tensor, Tensor, Tensor];
      first.assign(newFirst);
      second.assign(newSecond);
      value.assign(newValue);
    }
    accBeta1.assign(mul(accBeta1, beta1) as Scalar);
    accBeta2.assign(mul(accBeta2, beta2) as Scalar);
  });
  adam.incrementIterations();
  return true;
}

function isAdam(optimizer: object): optimizer is Adam {
  const adam = optimizer as Partial<Adam>;
  return (
    [adam.learningRate, adam.beta1, adam.beta2, adam.epsilon].every(Number.isFinite) &&
    adam.accBeta1 instanceof Variable &&
    adam.accBeta2 instanceof Variable &&
    Array.isArray(adam.accumulatedFirstMoment) &&
    Array.isArray(adam.accumulatedSecondMoment) &&
    typeof adam.incrementIterations === 'function'
  );
}
