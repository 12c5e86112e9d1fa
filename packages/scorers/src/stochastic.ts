import { type Tensor, tidy } from '@tensorflow/tfjs-core';
import { describe } from './check.ts';
import { hidesDropout, type Inputs, type Layer, noisyCall } from './noisy-call.ts';

/** What `stochastic` needs of a model: a tfjs-layers `LayersModel` or `Sequential` has it. */
export interface StochasticModel {
  readonly layers: readonly object[];
  apply(inputs: Inputs, kwargs?: Record<string, unknown>): unknown;
}

export interface StochasticOptions {
  /** Numbers in [0, 1), such as those of `createRng`; every mask is made from them. */
  random: () => number;
}

/**
 * One Monte Carlo dropout pass of a tfjs-layers model: dropout as in training, with fresh masks drawn from
 * `random`; everything else as in inference, so that a BatchNorm neither uses the batch's statistics nor
 * moves its own.
 *
 * For the length of a pass, each dropout layer of the model (nested models and wrappers too) is called as in
 * training, with a new seed; it is as it was when the pass returns or throws. tfjs's own ways do not serve:
 * `predict` has dropout off, `apply` with `training: true` moves every BatchNorm, a layer with a seed repeats
 * its mask at each call, and one without draws from Math.random.
 *
 * Steered are Dropout, SpatialDropout1D, GaussianDropout, AlphaDropout and GaussianNoise, and **any layer
 * with a method `stochasticCall(inputs, random)`**. During a pass it takes the place of the layer's
 * `call(inputs, kwargs)`: it is given the same inputs (a tensor, or an array of them) and the `random` of the
 * options, and returns what `call` returns, which it may use. It runs inside `tidy`. A dropout layer of one's
 * own becomes stochastic by having one. A layer that is none of these is called as in inference.
 *
 * The same state of `random` gives the same pass, to the bit on one backend.
 *
 * @param model A tfjs-layers model with one output. Its layers are looked up once, now.
 * @param options.random Numbers in [0, 1).
 * @returns A function from the model's inputs (a batch, as `model.apply` takes it) to its outputs; the caller
 *   disposes them.
 * @throws TypeError for a model without layers, with several outputs or with dropout that cannot be steered
 *   (inside a recurrent layer), RangeError for one without any dropout: its passes would all be equal.
 * @see McWilliam 2018, section 4.1.3; Gal and Ghahramani 2016, Dropout as a Bayesian Approximation
 *
 * @example
 * ```ts no-run
 * const pass = stochastic(model, { random: createRng(7) });
 * const scores = await scoreAll({
 *   size: data.count,
 *   predict: (indices) => pass(inputs(data, indices)),
 *   accumulate: baldAccumulator,
 *   passes: 20,
 * });
 * ```
 */
export function stochastic(
  model: StochasticModel,
  options: StochasticOptions,
): (xs: Inputs) => Tensor {
  const random = options?.random;
  if (typeof random !== 'function') {
    throw new TypeError(`stochastic: random must be a function, got ${describe(random)}`);
  }
  const noisy = noisyLayers(model, random);
  return (xs) =>
    tidy(() => {
      const restore = noisy.map(([layer, call]) => replaceCall(layer, call));
      try {
        return model.apply(xs, { training: false }) as Tensor;
      } finally {
        for (const undo of restore) undo();
      }
    });
}

function noisyLayers(model: StochasticModel, random: () => number): [Layer, Layer['call']][] {
  if (!Array.isArray(model?.layers) || typeof model.apply !== 'function') {
    throw new TypeError(
      `stochastic: model must be a tfjs-layers model, with layers and apply, got ${describe(model)}`,
    );
  }
  const { outputs } = model as { outputs?: unknown };
  if (Array.isArray(outputs) && outputs.length !== 1) {
    throw new TypeError(`stochastic: model must have one output, got ${outputs.length}`);
  }
  const found: [Layer, Layer['call']][] = [];
  for (const layer of layersIn(model)) {
    const call = noisyCall(layer, random);
    if (call) found.push([layer, call]);
    else if (hidesDropout(layer)) {
      throw new TypeError(
        `stochastic: the dropout inside layer '${layer.name}' cannot be drawn from random: build it with dropout 0`,
      );
    }
  }
  if (found.length > 0) return found;
  throw new RangeError(
    'stochastic: model must have a dropout layer with a rate in (0, 1), or every pass would be equal',
  );
}

/** Every layer of a model, those of nested models and inside wrappers too, each once. */
function layersIn(model: object): Set<Layer> {
  const found = new Set<Layer>();
  const visit = (parent: object) => {
    const { layers, layer } = parent as Record<string, unknown>;
    for (const child of [layers, layer].flat() as Layer[]) {
      if (typeof child !== 'object' || child === null || found.has(child)) continue;
      found.add(child);
      visit(child);
    }
  };
  visit(model);
  return found;
}

/**
 * Puts `call` in the place of the layer's own; the result takes it out again. While `call` runs, the layer
 * has its own back, so that the one may be made from the other.
 */
function replaceCall(layer: Layer, call: Layer['call']): () => void {
  const own = Object.getOwnPropertyDescriptor(layer, 'call');
  const takeOut = () => {
    if (own) Object.defineProperty(layer, 'call', own);
    else Reflect.deleteProperty(layer, 'call');
  };
  const value: Layer['call'] = (inputs, kwargs) => {
    takeOut();
    try {
      return call(inputs, kwargs);
    } finally {
      putIn();
    }
  };
  const putIn = () => Object.defineProperty(layer, 'call', { ...own, value, configurable: true });
  putIn();
  return takeOut;
}
