import { memory, ones, square, tensor1d } from '@tensorflow/tfjs-core';
import { countLaunches } from '../launches.ts';
import { peerArm, python } from '../peer.ts';
import type { Suite } from '../suite.ts';

/** A suite that takes no time, for the tests. */
export const suite: Suite = {
  name: 'tiny',
  question: 'How long do 1,000 squares take?',
  page: true,
  async run({ backends, absentBackends, measure, judge }) {
    for (const backend of backends) {
      await backend.use();
      const numbers = ones([1000]);
      square(numbers).dispose(); // sends them there
      const launches = countLaunches(() => square(numbers).dispose());
      judge({ goal: backend.name, verdict: 'met', found: `${launches} launches` });
      numbers.dispose();
    }
    const arms = backends.map((backend) => ({
      name: 'square',
      backend: backend.name,
      enter: () => backend.use(),
      async run() {
        const [numbers] = [tensor1d(Array.from({ length: 1000 }, (_, i) => i))];
        const squares = square(numbers);
        const values = await squares.data();
        numbers.dispose();
        squares.dispose();
        return values;
      },
      launch() {
        const numbers = tensor1d([1, 2, 3]);
        square(numbers).dispose();
        numbers.dispose();
      },
      check(result: unknown) {
        if ((result as Float32Array)[3] !== 9) throw new Error('3 squared is 9');
        if (memory().numTensors !== 0) throw new Error('a tensor is left');
      },
    }));
    const numpy = peerArm('numpy', await python('none.py', 'numpy'));
    return [...absentBackends, ...(await measure('1,000 squares', [...arms, numpy]))];
  },
};
