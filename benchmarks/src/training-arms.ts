import { installWasmTraining } from '@gradus/wasm-training';
import { getKernel } from '@tensorflow/tfjs-core';
import type { Backend } from './backends.ts';
import { composeFilterGradient } from './composed-filter-gradient.ts';
import { begin, type Net, type Training } from './nets.ts';
import type { TimedArm } from './suite.ts';

/** A step of a net on each backend; on wasm as it is, and with wasm-training, which comes first. */
export function trainingArms(net: Net, backends: Backend[]): TimedArm[] {
  const agree = agreement();
  const arms: TimedArm[] = [];
  for (const backend of backends) {
    if (backend.name !== 'wasm') {
      arms.push(arm(net, backend, 'stock', agree));
      continue;
    }
    arms.unshift(arm(net, backend, 'with wasm-training', agree, installWasmTraining));
    if (stockCanTrain(net)) arms.push(arm(net, backend, 'stock', agree));
    else arms.push(arm(net, backend, COMPOSED, agree, composeFilterGradient));
  }
  return arms;
}

const COMPOSED = "stock, the kernel that is missing composed of tfjs's operations";

function arm(
  net: Net,
  backend: Backend,
  name: string,
  agree: (loss: number, after: number) => void,
  install: () => () => void = () => () => {},
): TimedArm {
  let uninstall = () => {};
  let training: Training | undefined;
  return {
    name,
    backend: backend.name,
    peer: install !== installWasmTraining,
    async enter() {
      await backend.use();
      uninstall = install();
      // An emulated adapter takes seconds to compile: done on another one like it, or the first call would be the last.
      if (backend.software && training === undefined) await begin(net).step();
      training ??= begin(net);
    },
    async run() {
      return training?.step();
    },
    launch: () => training?.launch(),
    async check(loss) {
      agree(loss as number, (await training?.loss()) ?? Number.NaN);
    },
    leave: () => uninstall(),
  };
}

/** Every arm starts from the same weights: its losses before and after the first step must be the first arm's. */
function agreement(): (loss: number, after: number) => void {
  let first: [number, number] | undefined;
  return (loss, after) => {
    first ??= [loss, after];
    if (!(after < loss)) throw new Error(`the loss went from ${loss} to ${after}`);
    const far = Math.max(Math.abs(loss - first[0]), Math.abs(after - first[1]));
    if (!(far < 2e-3)) throw new Error(`losses ${loss}, ${after}; the first arm has ${first}`);
  };
}

/** Whether the wasm backend alone has the kernels that the net's gradients need. */
export function stockCanTrain({ name }: Net): boolean {
  return name === 'mlp' || getKernel('Conv2DBackpropFilter', 'wasm') != null;
}
