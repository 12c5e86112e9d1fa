import {
  batch,
  type Dataset,
  fashionMnist,
  geoShapes,
  parseCifar10,
  parseNpy,
} from '@gradus/datasets';
import { dispose } from '@tensorflow/tfjs-core';
import type { Backend } from '../backends.ts';
import { peerArm, python } from '../peer.ts';
import type { Absent, Arm, Context, Row, Suite, TimedArm } from '../suite.ts';

const BATCH = 128;
/** Where Debian's dataset-fashion-mnist puts the official files. */
const FASHION = '/usr/share/datasets/fashion-mnist';

/** From the bytes of a file to a data set, and from there to tensors. */
export const suite: Suite = {
  name: 'data-decoding',
  question: 'How fast do bytes become a data set, a batch of it tensors, and numbers GeoShapes?',
  page: 'its files are read from a disk',
  async run(context) {
    const { full, measure, absentBackends } = context;
    const count = full ? 10_000 : 2_000;
    const records = recordsOf(count);
    const grey = imagesOf(count, [28, 28, 1]);
    const colour = imagesOf(count, [32, 32, 3]);
    const rows: Row[] = [...absentBackends];
    rows.push(...(await fashion(context)));
    rows.push(
      ...(await measure(`an image of ${count.toLocaleString('en')} in CIFAR-10's binary form`, [
        cifar(records, count),
        await numpy('cifar10', count, count),
      ])),
    );
    for (const [of, file] of [
      ['bytes', npy('|u1', [count, 784], grey.inputs as Uint8Array)],
      ['float32', npy('<f4', [count, 784], Float32Array.from(grey.inputs))],
    ] as const) {
      const subject = `a row of 784 ${of} of ${count.toLocaleString('en')} in a .npy file`;
      rows.push(
        ...(await measure(subject, [rowsOf(file, count), await numpy(`npy-${of}`, count, count)])),
      );
    }
    for (const data of [grey, colour]) {
      const subject = `a batch of ${BATCH} images of ${data.shape.join(' x ')}, labels one-hot`;
      rows.push(
        ...(await measure(subject, [
          ...context.backends.map((backend) => batches(data, backend)),
          await numpy('batch', data.inputs.length / count, 1),
        ])),
      );
    }
    rows.push(...(await measure('a GeoShapes image', shapes())));
    return rows;
  },
};

/** What numpy takes for the same, where it is; `size` is what its script is told. */
async function numpy(task: string, size: number | string, operations: number): Promise<Arm> {
  return peerArm(
    'numpy',
    await python('data_decoding.py', 'numpy', task, `${size}`, `${operations}`),
  );
}

/** Bytes as random as those of images, the same each time. */
function bytesOf(length: number): Uint8Array {
  let state = 1;
  return new Uint8Array(length).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  });
}

function imagesOf(count: number, shape: number[]): Dataset {
  const size = shape.reduce((product, axis) => product * axis, 1);
  const labels = new Uint8Array(count).map((_, i) => i % 10);
  const classNames = Array.from({ length: 10 }, (_, i) => `${i}`);
  return { name: 'made up', inputs: bytesOf(count * size), labels, count, shape, classNames };
}

/** Fashion-MNIST as it is published: unpacked, its sha256 checked, and taken apart. */
async function fashion({ full, measure }: Context): Promise<Row[]> {
  const split = full ? 'train' : 'test';
  const count = full ? 60_000 : 10_000;
  const subject = `an image of ${count.toLocaleString('en')} in IDX files, gzip, sha256 checked`;
  const files = await read(full ? 'train' : 't10k');
  if ('absent' in files) return [{ subject, arm: 'fashionMnist', absent: files.absent } as Absent];
  const ours: TimedArm = {
    name: 'fashionMnist',
    operations: count,
    run: () => fashionMnist(split, { read: async (name) => files[name] }),
    check(result) {
      const { inputs, labels, shape } = result as Dataset;
      let sum = 0;
      for (const byte of inputs) sum += byte;
      const mean = sum / 255 / (count * 784);
      if (Math.abs(mean - 0.286) > 0.002) throw new Error(`a mean of ${mean}`);
      if (shape.join() !== '28,28,1') throw new Error(`a shape of ${shape}`);
      if (new Set(labels).size !== 10) throw new Error('not ten classes');
    },
  };
  return measure(subject, [
    ours,
    await numpy('idx', `${FASHION}/${full ? 'train' : 't10k'}`, count),
  ]);
}

async function read(part: string): Promise<Record<string, Uint8Array> | { absent: string }> {
  try {
    const { readFile } = await import('node:fs/promises');
    const names = [`${part}-images-idx3-ubyte.gz`, `${part}-labels-idx1-ubyte.gz`];
    const files = await Promise.all(names.map((name) => readFile(`${FASHION}/${name}`)));
    return Object.fromEntries(names.map((name, k) => [name, files[k] as Uint8Array]));
  } catch {
    return { absent: 'no Fashion-MNIST here (Debian: apt-get install dataset-fashion-mnist)' };
  }
}

/** Records of a label and three planes. */
function recordsOf(count: number): Uint8Array {
  const records = bytesOf(count * 3073);
  for (let i = 0; i < count; i++) records[i * 3073] = i % 10;
  return records;
}

function cifar(records: Uint8Array, count: number): TimedArm {
  return {
    name: 'parseCifar10',
    operations: count,
    run: () => parseCifar10(records),
    check(result) {
      const { data, labels } = result as ReturnType<typeof parseCifar10>;
      for (const [image, pixel, channel] of [
        [0, 0, 0],
        [7, 500, 1],
        [count - 1, 1023, 2],
      ] as const) {
        const there = data[(image * 1024 + pixel) * 3 + channel];
        const here = records[image * 3073 + 1 + channel * 1024 + pixel];
        if (there !== here)
          throw new Error(`image ${image}, pixel ${pixel}: ${there}, not ${here}`);
      }
      if (!labels.every((label, i) => label === i % 10)) throw new Error('other labels');
    },
  };
}

/** The file that numpy.save would write. */
function npy(descr: string, shape: number[], values: Uint8Array | Float32Array): Uint8Array {
  const tuple = `(${shape.join(', ')})`;
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const text = `${header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11)}\n`;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const file = new Uint8Array(10 + text.length + bytes.length);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length % 256, text.length >> 8]);
  file.set(new TextEncoder().encode(text), 10);
  file.set(bytes, 10 + text.length);
  return file;
}

function rowsOf(file: Uint8Array, count: number): TimedArm {
  const values = bytesOf(count * 784);
  return {
    name: 'parseNpy',
    operations: count,
    run: () => parseNpy(file),
    check(result) {
      const { data, shape } = result as ReturnType<typeof parseNpy>;
      if (shape.join() !== `${count},784`) throw new Error(`a shape of ${shape}`);
      if (!values.every((value, i) => value === data[i])) throw new Error('other values');
    },
  };
}

/** Until the tensors are there; a GPU takes their values when they are first used. */
function batches(data: Dataset, backend: Backend): TimedArm {
  const indices = Int32Array.from({ length: BATCH }, (_, k) => (k * 7919) % data.count);
  const size = data.inputs.length / data.count;
  return {
    name: 'batch',
    backend: backend.name,
    enter: () => backend.use(),
    run: () => dispose(batch(data, indices) as never),
    async check() {
      const { xs, ys } = batch(data, indices);
      const [values, classes] = await Promise.all([xs.data(), ys.data()]);
      dispose([xs, ys]);
      for (const [k, index] of indices.entries()) {
        const byte = data.inputs[index * size + k] as number;
        const value = values[k * size + k] as number;
        if (!(Math.abs(value - byte / 255) < 1e-6)) throw new Error(`${value}, not ${byte / 255}`);
        if (classes[k * 10 + (index % 10)] !== 1) throw new Error(`sample ${index}: another class`);
      }
    },
  };
}

function shapes(): TimedArm[] {
  const count = 60;
  return (
    [
      ['geom', 'anywhere'],
      ['basic', 'anywhere'],
      ['geom', 'centred'],
    ] as const
  ).map(([kind, placement]) => ({
    name: `geoShapes, ${kind}, ${placement}`,
    operations: count,
    run: () => geoShapes({ count, kind, placement, seed: 1 }),
    check(result) {
      const { inputs, labels } = result as Dataset;
      for (let label = 0; label < 3; label++) {
        const many = labels.filter((other) => other === label).length;
        if (many !== count / 3) throw new Error(`${many} of class ${label}`);
      }
      for (let i = 0; i < count; i++) {
        const greys = new Set(inputs.subarray(i * 1024, i * 1024 + 1024)).size;
        if (greys < 2) throw new Error(`nothing is drawn in image ${i}`);
      }
    },
  }));
}
