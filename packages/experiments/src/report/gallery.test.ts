import { type Dataset, geoShapes } from '@gradus/datasets';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { dataUri, galleryFiles, galleryPng } from './gallery.ts';
import { type Gallery, pickSamples } from './pick-samples.ts';
import { pixelsOf } from './pixels.ts';
import { someGallery } from './report.fixture.ts';

/** Four 2 x 2 RGB images of one colour each. */
const colours: Dataset = {
  name: 'colours',
  inputs: Uint8Array.from([10, 20, 30, 200].flatMap((c) => Array(4).fill([c, 1, 2]).flat())),
  labels: Uint8Array.of(0, 1, 0, 1),
  count: 4,
  shape: [2, 2, 3],
  classNames: ['näh', '漢'],
};
const source = {
  title: 'a score',
  dataset: colours,
  scores: Float32Array.of(2, 1, 3, Number.NaN),
  predictions: Int32Array.of(0, 0, 0, 1),
};

test('the hardest come from the highest score on, the easiest from the lowest', () => {
  const gallery = pickSamples(someGallery()) as Gallery;
  expect(gallery.hardest.length).toBe(20);
  expect(gallery.easiest.length).toBe(20);
  const { scores } = someGallery();
  const sorted = [...scores].sort((a, b) => b - a);
  expect(gallery.hardest.map((item) => item.score)).toEqual(sorted.slice(0, 20));
  expect(gallery.easiest.map((item) => item.score)).toEqual(sorted.slice(-20).reverse());
});

test('a sample has its class and its prediction, and NaN scores have no rank', () => {
  const { hardest, easiest } = pickSamples(source) as Gallery;
  expect(hardest.map(({ index, wrong }) => [index, wrong])).toEqual([
    [2, false],
    [0, false],
  ]);
  expect(easiest).toMatchObject([{ index: 1, label: '漢', prediction: 'näh', wrong: true }]);
});

test('no sample is in both galleries of a small set', () => {
  const dataset = geoShapes({ count: 7, kind: 'basic', seed: 1 });
  const { hardest, easiest } = pickSamples(someGallery(dataset)) as Gallery;
  expect(new Set([...hardest, ...easiest].map((item) => item.index)).size).toBe(7);
});

test('scores or predictions that are not one for each sample are refused', () => {
  expect(() => pickSamples({ ...source, scores: new Float32Array(3) })).toThrow(
    new RangeError('pickSamples: scores must have a value for each of 4 samples, got 3'),
  );
});

test('a contact sheet shows the images in their order, wrong ones framed', () => {
  const { hardest, easiest } = pickSamples(source) as Gallery;
  const { width, height, data, channels, text } = decode(galleryPng([...hardest, ...easiest], 't'));
  // Three cells of 2 x 56 pixels with frames of 4 and gaps of 6.
  expect([width, height, channels]).toEqual([3 * 126 + 6, 126 + 6, 3]);
  const at = (x: number, y: number) => [
    ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
  ];
  expect(at(6 + 60, 66)).toEqual([30, 1, 2]);
  expect(at(6 + 126 + 60, 66)).toEqual([10, 1, 2]);
  expect(at(6 + 2 * 126 + 60, 66)).toEqual([20, 1, 2]);
  expect(at(7, 7)).toEqual([255, 255, 255]);
  expect(at(7 + 2 * 126, 7)).toEqual([184, 74, 0]);
  expect(text.Description?.split('\n')[2]).toBe('3. sample 1: ?, predicted näh, score 1.00');
});

test('an image in the page is its pixels', () => {
  const image = pixelsOf(colours, 3);
  const bytes = Buffer.from(
    dataUri(image as NonNullable<typeof image>).split(',')[1] ?? '',
    'base64',
  );
  expect([...decode(bytes).data]).toEqual(Array(4).fill([200, 1, 2]).flat());
});

test('floats are shown from 0 to 1, or from the least to the most where they go beyond', () => {
  const floats = (inputs: number[]): Dataset => ({
    ...colours,
    inputs: Float32Array.from(inputs),
    labels: Uint8Array.of(0, 1),
    count: 2,
    shape: [1, 2],
  });
  const shown = (inputs: number[]) => {
    const scores = Float32Array.of(1, 0);
    const gallery = pickSamples({
      ...source,
      dataset: floats(inputs),
      scores,
      predictions: new Int32Array(2),
    });
    return [...(gallery?.hardest ?? []), ...(gallery?.easiest ?? [])].flatMap((i) => [
      ...i.image.data,
    ]);
  };
  expect(shown([0, 1, 0.2, 0.4])).toEqual([0, 255, 51, 102]);
  expect(shown([-3, 2, 0, 1])).toEqual([0, 255, 153, 204]);
});

test('large images are averaged down', () => {
  const side = 256;
  const inputs = Uint8Array.from({ length: side * side }, (_, i) => (i % 2 === 0 ? 100 : 200));
  const large: Dataset = {
    ...colours,
    inputs,
    labels: Uint8Array.of(0),
    count: 1,
    shape: [side, side, 1],
  };
  const image = pixelsOf(large, 0);
  expect(image).toMatchObject({ width: 128, height: 128, channels: 1 });
  expect(new Set(image?.data)).toEqual(new Set([150]));
});

test('samples that are no images have no gallery', () => {
  for (const shape of [[12], [2, 2, 2, 1], [2, 2, 4], []]) {
    const dataset = { ...colours, shape };
    expect(pickSamples({ ...source, dataset })).toBeNull();
    expect(galleryFiles({ ...source, dataset })).toEqual([]);
  }
});
