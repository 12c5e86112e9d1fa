import { NETS, type Net, SMALL_NETS } from '../nets.ts';
import { peerArm, python } from '../peer.ts';
import type { Absent, Row, Suite } from '../suite.ts';
import { stockCanTrain, trainingArms } from '../training-arms.ts';

/** One training step: batch in memory to updated weights and the loss read back. */
export const suite: Suite = {
  name: 'training-step',
  question: 'How long does one training step take, with and without wasm-training?',
  page: true,
  async run({ backends, absentBackends, measure }) {
    const rows: Row[] = [...absentBackends];
    const emulated = backends.filter(({ software }) => software);
    const real = backends.filter((one) => !emulated.includes(one));
    for (const net of real.length > 0 ? NETS : []) {
      if (real.some(({ name }) => name === 'wasm') && !stockCanTrain(net))
        rows.push(stockCannot(net));
      const torch = await python('training_step.py', 'torch', net.name);
      rows.push(
        ...(await measure(net.subject, [
          ...trainingArms(net, real),
          peerArm('PyTorch, one thread', torch),
        ])),
      );
    }
    for (const net of emulated.length > 0 ? SMALL_NETS : []) {
      rows.push(...(await measure(net.subject, trainingArms(net, emulated))));
    }
    return rows;
  },
};

function stockCannot({ subject }: Net): Absent {
  const absent = "stock wasm cannot train it: it has no kernel 'Conv2DBackpropFilter'";
  return { subject, arm: 'stock', backend: 'wasm', absent };
}
