import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { channelCount, checkIndices, type Dataset, sampleSize } from './dataset.ts';
import type { Standardisation } from './standardise.ts';

/** How samples become tensors. */
export interface InputsOptions {
  /** Gives (x - mean) / sd instead of x; as `standardise(trainingSet)` measures it. */
  standardise?: Standardisation | undefined;
}

/**
 * Makes a float32 tensor of the inputs of the given samples, in the given order.
 *
 * Bytes come out as byte / 255, in [0, 1]; floats as they are. With `standardise`, (x - mean) / sd
 * of that, per channel. A NaN among float inputs passes through.
 *
 * @param indices Which samples, each an integer in `[0, count)`; repeats allowed; none gives `[0, ...shape]`.
 * @returns `[indices.length, ...shape]`, the caller's to dispose.
 * @throws RangeError if an index is out of range or not an integer, or if `mean` and `sd` have
 *   neither one value nor one for each channel, finite and sd > 0.
 *
 * @example
 * ```ts
 * import { geoShapes, inputs } from '@gradus/datasets';
 * const data = geoShapes({ count: 10, kind: 'basic', seed: 1 });
 * const xs = inputs(data, [3, 1, 4]);
 * xs.shape; // => [3, 32, 32, 1]
 * xs.dispose();
 * ```
 */
export function inputs(
  dataset: Dataset,
  indices: ArrayLike<number>,
  options: InputsOptions = {},
): Tensor {
  checkIndices('inputs', indices, dataset.count);
  const values = gather(dataset, indices, 'inputs', options);
  return tensor(values, [indices.length, ...dataset.shape], 'float32');
}

/** The float32 values behind `inputs`, of indices already checked. */
export function gather(
  dataset: Dataset,
  indices: ArrayLike<number>,
  caller: string,
  { standardise }: InputsOptions,
): Float32Array {
  const size = sampleSize(dataset);
  const channels = standardise === undefined ? 1 : channelCount(dataset);
  const mean = spread(caller, 'mean', standardise?.mean ?? 0, channels);
  const sd = spread(caller, 'sd', standardise?.sd ?? 1, channels);
  const source = dataset.inputs;
  const values = new Float32Array(indices.length * size);

  if (source instanceof Uint8Array) {
    // 256 divisions a channel instead of one a pixel: table[byte * channels + c].
    const table = new Float32Array(256 * channels);
    for (let i = 0; i < table.length; i++) {
      const c = i % channels;
      table[i] = ((i - c) / channels / 255 - (mean[c] as number)) / (sd[c] as number);
    }
    let out = 0;
    for (let k = 0; k < indices.length; k++) {
      let i = (indices[k] as number) * size;
      const end = i + size;
      if (channels === 1) {
        // Four at a time, and colours by the pixel: the loop costs about as much as what it does.
        for (; i + 3 < end; i += 4, out += 4) {
          values[out] = table[source[i] as number] as number;
          values[out + 1] = table[source[i + 1] as number] as number;
          values[out + 2] = table[source[i + 2] as number] as number;
          values[out + 3] = table[source[i + 3] as number] as number;
        }
        for (; i < end; i++) values[out++] = table[source[i] as number] as number;
      } else if (channels === 3) {
        for (; i < end; i += 3, out += 3) {
          values[out] = table[(source[i] as number) * 3] as number;
          values[out + 1] = table[(source[i + 1] as number) * 3 + 1] as number;
          values[out + 2] = table[(source[i + 2] as number) * 3 + 2] as number;
        }
      } else {
        for (let c = 0; i < end; i++, c = c + 1 === channels ? 0 : c + 1) {
          values[out++] = table[(source[i] as number) * channels + c] as number;
        }
      }
    }
    return values;
  }

  for (let k = 0; k < indices.length; k++) {
    const start = (indices[k] as number) * size;
    values.set(source.subarray(start, start + size), k * size);
  }
  if (standardise !== undefined) {
    for (let i = 0, c = 0; i < values.length; i++, c = c + 1 === channels ? 0 : c + 1) {
      values[i] = ((values[i] as number) - (mean[c] as number)) / (sd[c] as number);
    }
  }
  return values;
}

/** One finite number for each channel, from one for all or one for each. */
function spread(caller: string, what: 'mean' | 'sd', given: number | number[], channels: number) {
  const values = typeof given === 'number' ? new Array<number>(channels).fill(given) : given;
  if (values.length !== channels && values.length !== 1) {
    throw new RangeError(
      `${caller}: standardise.${what} must hold 1 or ${channels} values, got ${values.length}`,
    );
  }
  for (const [i, value] of values.entries()) {
    if (!Number.isFinite(value) || (what === 'sd' && value <= 0)) {
      const rule = what === 'sd' ? 'finite and > 0' : 'finite';
      throw new RangeError(`${caller}: standardise.${what}[${i}] must be ${rule}, got ${value}`);
    }
  }
  return values.length === channels
    ? values
    : new Array<number>(channels).fill(values[0] as number);
}
