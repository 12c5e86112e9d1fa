import {
  add,
  cast,
  greaterEqual,
  mul,
  randomNormal,
  randomUniform,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';

export type Inputs = Tensor | Tensor[];
type Call = (inputs: Inputs, kwargs?: Record<string, unknown>) => unknown;

/** A tfjs-layers layer, as far as it matters here. */
export interface Layer {
  name?: string;
  getClassName?(): string;
  call: Call;
  stochasticCall?(inputs: Inputs, random: () => number): unknown;
  rate?: number;
  stddev?: number;
  seed?: number | undefined;
  noiseShape?: number[];
  dropout?: unknown;
  recurrentDropout?: unknown;
  cell?: Layer & { cells?: Layer[] };
}

/**
 * What stands in for `layer.call` in a stochastic pass, and may call it; undefined where the layer has no
 * noise.
 */
export function noisyCall(layer: Layer, random: () => number): Call | undefined {
  if (typeof layer.stochasticCall === 'function') {
    return (inputs) => layer.stochasticCall?.(inputs, random);
  }
  const { rate = 0, stddev = 0 } = layer;
  switch (layer.getClassName?.()) {
    case 'Dropout':
    case 'SpatialDropout1D':
      return isRate(rate) ? withFreshSeed(layer, random) : undefined;
    case 'GaussianDropout': {
      const deviation = Math.sqrt(rate / (1 - rate));
      return isRate(rate)
        ? (inputs) => {
            const x = only(inputs);
            return mul(x, randomNormal(x.shape, 1, deviation, 'float32', freshSeed(random)));
          }
        : undefined;
    }
    case 'GaussianNoise':
      return stddev > 0
        ? (inputs) => {
            const x = only(inputs);
            return add(x, randomNormal(x.shape, 0, stddev, 'float32', freshSeed(random)));
          }
        : undefined;
    case 'AlphaDropout':
      return isRate(rate) ? (inputs) => alphaDropout(layer, only(inputs), random) : undefined;
    default:
      return undefined;
  }
}

/**
 * Whether a layer has dropout inside its own computation, as recurrent layers may, where no seed can be set
 * from outside.
 */
export function hidesDropout(layer: Layer): boolean {
  const parts = [layer, layer.cell, ...(layer.cell?.cells ?? [])];
  return parts.some((part) => isRate(part?.dropout) || isRate(part?.recurrentDropout));
}

function isRate(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 1;
}

/** A seed for tfjs, which takes 0 for none: an integer in [1, 2^31). */
function freshSeed(random: () => number): number {
  return 1 + Math.floor(random() * 0x7ffffffe);
}

function only(inputs: Inputs): Tensor {
  return Array.isArray(inputs) ? (inputs[0] as Tensor) : inputs;
}

function withFreshSeed(layer: Layer, random: () => number): Call {
  return (inputs, kwargs) => {
    const { seed } = layer;
    layer.seed = freshSeed(random);
    try {
      return layer.call(inputs, { ...kwargs, training: true });
    } finally {
      layer.seed = seed;
    }
  };
}

/**
 * Sets dropped units to the SELU's lower limit, then shifts and scales so that mean and variance stay:
 * Klambauer et al. 2017.
 */
function alphaDropout(layer: Layer, x: Tensor, random: () => number): Tensor {
  const { rate = 0, noiseShape = x.shape } = layer;
  const limit = -1.7580993408473766; // -alpha scale of the SELU
  const uniform = randomUniform(noiseShape, 0, 1, 'float32', freshSeed(random));
  const kept = cast(greaterEqual(uniform, rate), 'float32');
  const masked = add(mul(x, kept), mul(sub(1, kept), limit));
  const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * limit ** 2));
  return add(mul(masked, scale), -scale * limit * rate);
}
