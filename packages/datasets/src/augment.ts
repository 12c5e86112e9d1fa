import {
  concat,
  gather,
  reshape,
  type Tensor,
  type Tensor4D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';

/** How `augment` changes images; none of it happens unless it is asked for. */
export interface AugmentOptions {
  /** A random source such as `createRng(seed)`: the same one gives the same changes. */
  random: () => number;
  /** Mirrors every second image, on average, from left to right. */
  flip?: boolean | undefined;
  /** Moves images by up to so many pixels, down or up and right or left, each as likely; edges are repeated. */
  shift?: number | undefined;
  /** Pads images by so many pixels of 0 on each side and crops them, anywhere, back to their size. */
  crop?: number | undefined;
}

/**
 * Changes the images of a batch at random, each in its own way: a mirror image, a shift, a crop of
 * the padded image, in this order. Their labels stay true where a mirrored thing is of the same class.
 *
 * Pixels move by whole steps, so that no value is made up: the result holds values of the input, and
 * with `crop` zeros. Where inputs are standardised those zeros are the mean.
 *
 * For each image the draws are one for `flip`, two for `shift` and two for `crop`, of those asked
 * for; so the same `random` gives the same changes on every backend.
 *
 * @param images `[b, height, width, channels]`; not changed, not disposed.
 * @returns Images of the same shape, the caller's to dispose.
 * @throws RangeError if `images` is not of rank 4, or `shift` or `crop` is not an integer >= 0, or
 *   `shift` not smaller than the image; TypeError if there is no `random`.
 *
 * @example
 * ```ts
 * import { augment, geoShapes, inputs } from '@gradus/datasets';
 * const data = geoShapes({ count: 10, kind: 'basic', seed: 1 });
 * const xs = inputs(data, [3, 1, 4]);
 * const changed = augment(xs, { random: () => 0.25, flip: true, crop: 4 });
 * changed.shape; // => [3, 32, 32, 1]
 * xs.dispose();
 * changed.dispose();
 * ```
 */
export function augment(
  images: Tensor,
  { random, flip = false, shift = 0, crop = 0 }: AugmentOptions,
): Tensor4D {
  if (images.rank !== 4) {
    throw new RangeError(
      `augment: images must be [batch, height, width, channels], got [${images.shape}]`,
    );
  }
  if (typeof random !== 'function') {
    throw new TypeError(`augment: random must be a function, got ${random}`);
  }
  const [count, height, width, channels] = images.shape as [number, number, number, number];
  for (const [name, value] of Object.entries({ shift, crop })) {
    if (!Number.isInteger(value) || value < 0) {
      throw new RangeError(`augment: ${name} must be an integer >= 0, got ${value}`);
    }
  }
  if (shift > 0 && shift >= Math.min(height, width)) {
    throw new RangeError(
      `augment: shift must be smaller than the ${height} x ${width} images, got ${shift}`,
    );
  }

  // Where each pixel comes from: a row of the batch seen as [pixels, channels], or the row of zeros behind it.
  const from = new Int32Array(count * height * width);
  const nowhere = from.length;
  for (let image = 0, out = 0; image < count; image++) {
    const isMirrored = flip && random() < 0.5;
    const [down, right] = shift > 0 ? [steps(shift, random), steps(shift, random)] : [0, 0];
    const [top, left] = crop > 0 ? [steps(crop, random), steps(crop, random)] : [0, 0];
    for (let row = 0; row < height; row++) {
      const y = within(row + top, height) ? clamp(row + top - down, height) : -1;
      for (let column = 0; column < width; column++) {
        let x = within(column + left, width) ? clamp(column + left - right, width) : -1;
        if (isMirrored && x >= 0) x = width - 1 - x;
        from[out++] = x < 0 || y < 0 ? nowhere : (image * height + y) * width + x;
      }
    }
  }
  return tidy(() => {
    const pixels = reshape(images, [nowhere, channels]);
    const padded = crop > 0 ? concat([pixels, zeros([1, channels], images.dtype)]) : pixels;
    return reshape(gather(padded, from), [count, height, width, channels]);
  });
}

/** A whole number from -most to most, each as likely. */
function steps(most: number, random: () => number): number {
  return Math.floor(random() * (2 * most + 1)) - most;
}

function within(at: number, length: number): boolean {
  return at >= 0 && at < length;
}

function clamp(at: number, length: number): number {
  return Math.max(0, Math.min(length - 1, at));
}
