import { installWasmTraining } from '@gradus/wasm-training';
import { getKernel } from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { begin, NETS, type Net, type Training } from '../nets.ts';
import { peerArm, python } from '../peer.ts';
import type { Absent, Arm, Suite, TimedArm } from '../suite.ts';

/** One training step: batch in memory to updated weights and the loss read back. */
export const suite: Suite = {
  name: 'training-step',
  question: 'How long does one training step take, with and without wasm-training?',
  async run({ backends, absentBackends, measure }) {
    const rows = [...absentBackends];
    for (const net of NETS) {
      const agree = agreement();
      const arms: Arm[] = [];
      for (const backend of backends) {
        if (backend.name === 'wasm') {
          arms.unshift(arm(net, backend, 'with wasm-training', agree, installWasmTraining));
        }
        if (backend.name === 'wasm' && !canTrain(net)) rows.push(stockCannot(net));
        else arms.push(arm(net, backend, 'stock', agree));
      }
      arms.push(
        peerArm('PyTorch, one thread', await python('training_step.py', 'torch', net.name)),
      );
      rows.push(...(await measure(net.subject, arms)));
    }
    return rows;
  },
};

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
    async enter() {
      await backend.use();
      uninstall = install();
      training ??= begin(net);
    },
    async run() {
      return training?.step();
    },
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

function canTrain({ name }: Net): boolean {
  return name === 'mlp' || getKernel('Conv2DBackpropFilter', 'wasm') != null;
}

function stockCannot({ subject }: Net): Absent {
  const absent = "stock wasm cannot train it: it has no kernel 'Conv2DBackpropFilter'";
  return { subject, arm: 'stock', backend: 'wasm', absent };
}
