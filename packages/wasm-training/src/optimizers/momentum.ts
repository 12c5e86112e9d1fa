import {
  engine,
  MomentumOptimizer,
  Tensor,
  type TensorInfo,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { simdLoops } from '../simd/simd-loops.ts';
import type { TrainingKernel } from '../training-kernel.ts';
import { heapAddress, heapValues, isWasmBackend } from '../wasm-heap.ts';
import { type Gradients, replaceUpdates } from './replace-updates.ts';
import { type Slot, updatesOf } from './slots.ts';

const NAME = 'GradusMomentumUpdate';

/** The inside of tfjs's momentum, as far as an update needs it. */
interface Momentum {
  /** The share of the last step that is kept. */
  m: Tensor;
  /** The learning rate, negative. */
  c: Tensor;
  useNesterov: boolean;
  accumulations: Slot[];
  incrementIterations(): void;
}

/** The update of one variable by momentum in one pass, to the bits of tfjs's ops. */
export const momentumUpdate: TrainingKernel = {
  name: NAME,
  make: () => (args) => {
    const { backend } = args;
    const { value, sum, gradient, mass, minusRate } = args.inputs as {
      [name in 'value' | 'sum' | 'gradient' | 'mass' | 'minusRate']: TensorInfo;
    };
    const { nesterov } = args.attrs as { nesterov: boolean };
    const loops = simdLoops(backend);
    if (loops === undefined || !isWasmBackend(backend)) throw new Error(`${NAME}: not on wasm`);
    const made = [1, 2].map(() => backend.makeOutput(value.shape, 'float32'));
    loops.momentum(
      value.shape.reduce((product, one) => product * one, 1),
      ...[value, sum, gradient, ...made].map((one) => heapAddress(backend, one)),
      ...[mass, minusRate].map((one) => heapValues(backend, one)[0] as number),
      Number(nesterov),
    );
    return made;
  },
};

/** Lets tfjs's momentum make its updates by that kernel; returns what undoes it. */
export function fuseMomentum(): () => void {
  return replaceUpdates(MomentumOptimizer, update);
}

function update(optimizer: object, gradients: Gradients): boolean {
  if (!isMomentum(optimizer)) return false;
  const { m: mass, c: minusRate, useNesterov: nesterov, accumulations } = optimizer;
  const updates = updatesOf(gradients, { momentum: accumulations });
  if (updates === undefined) return false;
  tidy(() => {
    for (const { value, gradient, slots } of updates) {
      const [sum] = slots as [Variable];
      const inputs = { value, sum, gradient, mass, minusRate };
      const [newValue, newSum] = engine().runKernel(NAME, inputs, { nesterov }) as [Tensor, Tensor];
      sum.assign(newSum);
      value.assign(newValue);
    }
  });
  optimizer.incrementIterations();
  return true;
}

function isMomentum(optimizer: object): optimizer is Momentum {
  const { m, c, useNesterov, accumulations, incrementIterations } = optimizer as Partial<Momentum>;
  return (
    m instanceof Tensor &&
    c instanceof Tensor &&
    typeof useNesterov === 'boolean' &&
    Array.isArray(accumulations) &&
    typeof incrementIterations === 'function'
  );
}
