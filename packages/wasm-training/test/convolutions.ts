import {
  backend_util,
  grads,
  type Rank,
  type ShapeMap,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect } from 'vitest';
import { on, sumOfProducts, values } from './backends.ts';

type Shape4D = ShapeMap[Rank.R4];

/** A convolution as the gradient kernels are asked about it. */
export interface Convolution {
  x: Shape4D;
  filter: Shape4D;
  dy: Shape4D;
  strides: [number, number];
  pad: 'same' | 'valid' | number | backend_util.ExplicitPadding;
  seed: number;
}

const small = (max: number) => fc.integer({ min: 1, max });
const edge = fc.integer({ min: 0, max: 3 });

/** Convolutions that tfjs accepts: every stride, padding and size, the last filter dimension given. */
export function convolutions({ depthwise }: { depthwise: boolean }): fc.Arbitrary<Convolution> {
  return fc
    .record({
      batch: fc.oneof(small(3), fc.constantFrom(4, 9)), // whole vectors, and what is left over
      size: fc.tuple(small(9), small(9)),
      inChannels: fc.oneof(small(3), fc.constantFrom(4, 8, 12, 28)), // whole vectors, and blocks of them
      last: fc.oneof(small(4), fc.constantFrom(8, 19)),
      filterSize: fc.tuple(small(4), small(4)),
      strides: fc.tuple(small(3), small(3)),
      pad: fc.oneof(
        fc.constantFrom('same' as const, 'valid' as const),
        fc.integer({ min: 0, max: 2 }),
        fc.tuple(edge, edge, edge, edge).map(
          ([top, bottom, left, right]): backend_util.ExplicitPadding => [
            [0, 0],
            [top, bottom],
            [left, right],
            [0, 0],
          ],
        ),
      ),
      seed: fc.nat(1000),
    })
    .map(({ batch, size, inChannels, last, filterSize, strides, pad, seed }) => {
      // With a number for padding tfjs takes the filter and the strides to be square.
      const square = typeof pad === 'number';
      const x: Shape4D = [batch, ...size, inChannels];
      const filter: Shape4D = [
        filterSize[0],
        square ? filterSize[0] : filterSize[1],
        inChannels,
        last,
      ];
      const steps: [number, number] = square ? [strides[0], strides[0]] : strides;
      const info = backend_util.computeConv2DInfo(x, filter, steps, 1, pad, undefined, depthwise);
      return { x, filter, dy: info.outShape, strides: steps, pad, seed };
    })
    .filter(({ dy }) => dy.every((size) => size > 0));
}

/** The tensors of a convolution. */
export function tensorsOf({
  x,
  filter,
  dy,
  seed,
}: Convolution): Record<'x' | 'filter' | 'dy', Tensor4D> {
  const make = (shape: Shape4D, salt: number) =>
    tensor4d(
      values(
        shape.reduce((p, q) => p * q, 1),
        seed + salt,
      ),
      shape,
    );
  return { x: make(x, 1), filter: make(filter, 2), dy: make(dy, 3) };
}

/** `conv2d` or `depthwiseConv2d`. */
type Operation = (
  x: Tensor4D,
  filter: Tensor4D,
  strides: Convolution['strides'],
  pad: Convolution['pad'],
) => Tensor4D;

/** The gradients of sum(dy operation(x, filter)) by x and by the filter. */
export function gradients(operation: Operation, one: Convolution): Tensor4D[] {
  const { x, filter, dy } = tensorsOf(one);
  return grads((x, filter) => operation(x as Tensor4D, filter as Tensor4D, one.strides, one.pad))(
    [x, filter],
    dy,
  ) as Tensor4D[];
}

/** Asserts that the gradients on wasm are the differences of the cpu backend's forward passes, at one place of each. */
export async function gradientsAreDifferences(
  operation: Operation,
  one: Convolution,
  pick: number,
): Promise<void> {
  const found = await on('wasm', () => gradients(operation, one));
  for (const [i, name] of (['x', 'filter'] as const).entries()) {
    const gradient = found[i]?.values ?? [];
    const index = pick % gradient.length;
    // A convolution is linear in each argument: a step as large as 1 has no error of its own.
    const before = await lossAt(operation, one, name, index, 0);
    const after = await lossAt(operation, one, name, index, 1);
    expect(gradient[index]).toBeCloseTo(after - before, 3);
  }
}

/** sum(dy operation(x, filter)), with one value of x or of the filter moved. */
async function lossAt(
  operation: Operation,
  one: Convolution,
  name: 'x' | 'filter',
  index: number,
  step: number,
): Promise<number> {
  const results = await on('cpu', () => {
    const { x, filter, dy } = tensorsOf(one);
    const data = values(name === 'x' ? x.size : filter.size, one.seed + (name === 'x' ? 1 : 2));
    data[index] = (data[index] as number) + step;
    const moved = tensor4d(data, one[name]);
    const pair = name === 'x' ? ([moved, filter] as const) : ([x, moved] as const);
    return [operation(...pair, one.strides, one.pad), dy];
  });
  return sumOfProducts(results);
}
