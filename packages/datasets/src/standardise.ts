import { channelCount, checkDataset, type Dataset, sampleSize } from './dataset.ts';

/**
 * What to subtract from inputs and what to divide by, in the units of `inputs` (bytes as 0 to 1):
 * one number for all, or one for each channel.
 */
export interface Standardisation {
  mean: number | number[];
  sd: number | number[];
}

/**
 * Measures the mean and the standard deviation of a set, channel by channel, for the `standardise`
 * option of `inputs` and `batch`. Give it the training part and use the result for every part.
 *
 * mean = sum x / n, sd = sqrt(sum (x - mean)^2 / n), with bytes as x = byte / 255.
 * A channel is the last axis of an image `[h, w, channels]`, or a feature of a table `[features]`;
 * a sample of any other rank counts as one channel. A channel that never changes gets sd 1, so that
 * standardising it gives 0 and not NaN.
 *
 * @throws RangeError if the set is empty or a value is not finite.
 *
 * @example
 * ```ts
 * import { standardise } from '@gradus/datasets';
 * const grey = { name: 'two', inputs: Uint8Array.of(0, 255), labels: Uint8Array.of(0, 1), count: 2, shape: [1, 1, 1], classNames: ['dark', 'light'] };
 * standardise(grey); // => { mean: [0.5], sd: [0.5] }
 * ```
 */
export function standardise(dataset: Dataset): { mean: number[]; sd: number[] } {
  checkDataset('standardise', dataset);
  const { inputs } = dataset;
  if (inputs.length === 0) throw new RangeError(`standardise: ${dataset.name} is empty`);
  const channels = channelCount(dataset);
  const mean = new Array<number>(channels).fill(0);
  const sd = new Array<number>(channels).fill(0);
  for (let c = 0; c < channels; c++) {
    [mean[c], sd[c]] =
      inputs instanceof Uint8Array ? ofBytes(inputs, c, channels) : ofFloats(dataset, c, channels);
  }
  return { mean, sd };
}

/** By the count of each byte value: exact sums, whatever the size. */
function ofBytes(inputs: Uint8Array, channel: number, channels: number): [number, number] {
  const counts = new Float64Array(256);
  for (let i = channel; i < inputs.length; i += channels) {
    const byte = inputs[i] as number;
    counts[byte] = (counts[byte] as number) + 1;
  }
  const n = inputs.length / channels;
  const mean = counts.reduce((sum, count, byte) => sum + count * byte, 0) / n;
  const variance = counts.reduce((sum, count, byte) => sum + count * (byte - mean) ** 2, 0) / n;
  return [mean / 255, Math.sqrt(variance) / 255 || 1];
}

function ofFloats(dataset: Dataset, channel: number, channels: number): [number, number] {
  const { inputs } = dataset;
  let sum = 0;
  for (let i = channel; i < inputs.length; i += channels) {
    const value = inputs[i] as number;
    if (!Number.isFinite(value)) {
      const sample = Math.floor(i / sampleSize(dataset));
      throw new RangeError(`standardise: inputs[${i}], of sample ${sample}, is ${value}`);
    }
    sum += value;
  }
  const n = inputs.length / channels;
  const mean = sum / n;
  let squares = 0;
  for (let i = channel; i < inputs.length; i += channels) {
    squares += ((inputs[i] as number) - mean) ** 2;
  }
  return [mean, Math.sqrt(squares / n) || 1];
}
