import { installWasmTraining } from '@gradus/wasm-training';
import { getKernel } from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { composeFilterGradient } from '../composed-filter-gradient.ts';
import { begin, NETS, type Net, SMALL_NETS, type Training } from '../nets.ts';
import { peerArm, python } from '../peer.ts';
import type { Absent, Arm, Row, Suite, TimedArm } from '../suite.ts';

/** One training step: batch in memory to updated weights and the loss read back. */
export const suite: Suite = {
  name: 'training-step',
  question: 'How long does one training step take, with and without wasm-training?',
  page: true,
  async run({ backends, absentBackends, measure }) {
    const rows: Row[] = [...absentBackends];
    const emulated = backends.filter(({ device }) => /software/i.test(device));
    const real = backends.filter((one) => !emulated.includes(one));
    for (const net of real.length > 0 ? NETS : []) {
      if (real.some(({ name }) => name === 'wasm') && !canTrain(net)) rows.push(stockCannot(net));
      const torch = await python('training_step.py', 'torch', net.name);
      rows.push(
        ...(await measure(net.subject, [
          ...armsOf(net, real),
          peerArm('PyTorch, one thread', torch),
        ])),
      );
    }
    for (const net of emulated.length > 0 ? SMALL_NETS : []) {
      rows.push(...(await measure(net.subject, armsOf(net, emulated))));
    }
    return rows;
  },
};

function armsOf(net: Net, backends: Backend[]): Arm[] {
  const agree = agreement();
  const arms: Arm[] = [];
  for (const backend of backends) {
    if (backend.name !== 'wasm') {
      arms.push(arm(net, backend, named('stock', backend), agree));
      continue;
    }
    arms.unshift(arm(net, backend, 'with wasm-training', agree, installWasmTraining));
    if (canTrain(net)) arms.push(arm(net, backend, 'stock', agree));
    else arms.push(arm(net, backend, COMPOSED, agree, composeFilterGradient));
  }
  return arms;
}

const COMPOSED = "stock, the kernel that is missing composed of tfjs's operations";

/** What is emulated says so in its row: it is no figure of a GPU's. */
function named(name: string, { device }: Backend): string {
  return /software/i.test(device) ? `${name}, on ${device}` : name;
}

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

function canTrain({ name }: Net): boolean {
  return name === 'mlp' || getKernel('Conv2DBackpropFilter', 'wasm') != null;
}

function stockCannot({ subject }: Net): Absent {
  const absent = "stock wasm cannot train it: it has no kernel 'Conv2DBackpropFilter'";
  return { subject, arm: 'stock', backend: 'wasm', absent };
}
