import {
  backend_util,
  type Rank,
  type ShapeMap,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { values } from './backends.ts';

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
      batch: small(3),
      size: fc.tuple(small(9), small(9)),
      inChannels: small(3),
      last: small(4),
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
