import {
  AdamOptimizer,
  add,
  dispose,
  engine,
  MomentumOptimizer,
  mean,
  mul,
  type NamedTensorMap,
  type Optimizer,
  type Scalar,
  setBackend,
  square,
  sub,
  type Tensor,
  tensor,
  train,
  type Variable,
  variable,
} from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { values, withoutLoops } from '../../test/backends.ts';
import { installWasmTraining } from '../install-wasm-training.ts';

let uninstall = () => {};
afterEach(async () => {
  uninstall();
  await setBackend('wasm');
});

const OPTIMIZERS: Record<string, () => Optimizer> = {
  adam: () => train.adam(0.05),
  'adam with settings of its own': () => train.adam(0.3, 0.5, 0.75, 1e-3),
  momentum: () => train.momentum(0.05, 0.9),
  'momentum after Nesterov': () => train.momentum(0.05, 0.8, true),
};

test.each(Object.entries(OPTIMIZERS))(
  '%s updates to the bits of the stock ops',
  async (_, make) => {
    const stock = await trained(make);
    uninstall = installWasmTraining();
    const ours = await trained(make);
    expect(stock.weights[0]).not.toEqual(values(5 * 7, 1));
    expect(ours).toEqual(stock);
  },
);

test.each(Object.entries(OPTIMIZERS))(
  '%s updates on cpu, and where the loops cannot run, as ever',
  async (_, make) => {
    const [onWasm, onCpu] = [await trained(make), await trained(make, 'cpu')];
    uninstall = installWasmTraining();
    const ran = vi.spyOn(engine(), 'runKernel');
    expect(await trained(make, 'cpu')).toEqual(onCpu);
    expect(await withoutLoops(() => trained(make))).toEqual(onWasm);
    const names = ran.mock.calls.map(([name]) => name);
    expect(names.filter((name) => name.startsWith('Gradus'))).toEqual([]);
    expect(await trained(make)).toEqual(onWasm);
    expect(ran.mock.calls.map(([name]) => name)).toContainEqual(expect.stringMatching(/^Gradus/));
    ran.mockRestore();
  },
);

test('an optimiser begun with the package goes on without it, and the other way round', async () => {
  const stock = await trained(() => train.adam(0.05));
  const install = (step: number) => {
    if (step === 2) uninstall = installWasmTraining();
    if (step === 4) uninstall();
  };
  expect(await trained(() => train.adam(0.05), 'wasm', install)).toEqual(stock);
});

test('a variable without a gradient keeps its value, and the next still finds its own memory', async () => {
  const run = async (): Promise<number[][]> => {
    const [first, second] = [made([1, 2, 3]), made([4, 5])];
    const adam = train.adam(0.1) as AdamOptimizer;
    const gradients: (NamedTensorMap | { name: string; tensor: Tensor }[])[] = [
      { [first.name]: tensor([1, 1, 1]), [second.name]: tensor([2, 2]) },
      { [first.name]: null as unknown as Tensor, [second.name]: tensor([3, 3]) },
      [
        { name: first.name, tensor: tensor([1, 1, 1]) },
        { name: second.name, tensor: tensor([2, 2]) },
      ],
    ];
    for (const one of gradients) {
      adam.applyGradients(one as never);
      dispose(
        Array.isArray(one) ? one.map((named) => named.tensor) : Object.values(one).filter(Boolean),
      );
    }
    const out = [[...(await first.data())], [...(await second.data())]];
    adam.dispose();
    dispose([first, second]);
    return out;
  };
  const stock = await run();
  uninstall = installWasmTraining();
  expect(await run()).toEqual(stock);
});

test('taking it out restores the classes, unless someone else has changed them since', () => {
  const stock = [
    AdamOptimizer.prototype.applyGradients,
    MomentumOptimizer.prototype.applyGradients,
  ];
  uninstall = installWasmTraining();
  expect(AdamOptimizer.prototype.applyGradients).not.toBe(stock[0]);
  const theirs = vi.fn();
  MomentumOptimizer.prototype.applyGradients = theirs;
  uninstall();
  expect(AdamOptimizer.prototype.applyGradients).toBe(stock[0]);
  expect(MomentumOptimizer.prototype.applyGradients).toBe(theirs);
  MomentumOptimizer.prototype.applyGradients = stock[1] as typeof theirs;
});

test('an optimiser with another inside keeps its own update', () => {
  uninstall = installWasmTraining();
  const adam = train.adam(0.05);
  const inside = adam as unknown as { accumulatedFirstMoment: unknown };
  const moments = inside.accumulatedFirstMoment;
  inside.accumulatedFirstMoment = {}; // no array
  const weights = made([1, 2]);
  const gradient = tensor([1, 1]);
  const ran = vi.spyOn(engine(), 'runKernel');
  adam.applyGradients({ [weights.name]: gradient } as never);
  expect(ran.mock.calls.map(([name]) => name)).not.toContainEqual(expect.stringMatching(/^Gradus/));
  ran.mockRestore();
  const slots = Object.values(
    inside.accumulatedFirstMoment as Record<string, { variable: Variable }>,
  );
  dispose([weights, gradient, ...slots.map((slot) => slot.variable)]);
  inside.accumulatedFirstMoment = moments;
  adam.dispose();
});

/** The weights after six updates towards a target, and what the optimiser would save. */
async function trained(
  make: () => Optimizer,
  backend = 'wasm',
  before: (step: number) => void = () => {},
): Promise<{ weights: ArrayLike<number>[]; saved: [string, number[]][] }> {
  await setBackend(backend);
  const optimizer = make();
  // Sizes that leave something over from fours, and one of none.
  const weights = [[5, 7], [4], [1], [0]].map((shape, i) =>
    made(
      values(
        shape.reduce((p, q) => p * q, 1),
        i + 1,
      ),
      shape,
      `w${i}-${unique++}`,
    ),
  );
  const target = tensor([0.3]);
  for (let step = 0; step < 6; step++) {
    before(step);
    optimizer.minimize(
      () => {
        const parts = weights.slice(0, 3).map((one) => mean(square(sub(one, target))));
        return parts.reduce((sum, one) => add(sum, mul(one, 3))) as Scalar;
      },
      false,
      weights.slice(0, 3),
    );
  }
  const saved = await optimizer.getWeights();
  const result = {
    weights: await Promise.all(weights.map((one: Variable) => one.data())),
    saved: await Promise.all(
      saved.map(
        async ({ name, tensor: one }): Promise<[string, number[]]> => [
          name.replace(/^w(\d)-\d+/, 'w$1'),
          [...(await one.data())],
        ],
      ),
    ),
  };
  dispose([target, ...weights]);
  dispose(saved.map((one) => one.tensor));
  optimizer.dispose();
  // tfjs's momentum forgets the scalar that holds the learning rate.
  const rate = (optimizer as unknown as { c?: Scalar }).c;
  rate?.dispose();
  return result;
}

let unique = 0;

function made(
  data: number[] | Float32Array,
  shape: number[] = [data.length],
  name?: string,
): Variable {
  const initial = tensor(data, shape);
  const weights = variable(initial, true, name);
  initial.dispose();
  return weights;
}
