/** A published package, and what its README leaves to its reader. */
export interface Published {
  name: string;
  /** Below `packages/`. */
  folder: string;
  /** What can be imported with nothing but the peers that it must have. */
  entries: string[];
  /** Must not ask for anything but the tfjs-core peer. */
  standsAlone: boolean;
  /** What the README calls "a backend" and the like, installed beside. */
  beside: string[];
  /** Imported before its samples are, in Node and in the page. */
  setUp: string;
  /** A page cannot hold it. */
  nodeOnly?: true;
  /** A sample for an entry that the README has none for, in Markdown. */
  more?: string;
}

const CPU = '@tensorflow/tfjs-backend-cpu';
const onCpu = { beside: [CPU], setUp: `import '${CPU}';` };
const bare = { beside: [], setUp: '' };

/** All of them. */
export const published: Published[] = [
  {
    name: '@gradus/datasets',
    folder: 'datasets',
    entries: ['@gradus/datasets'],
    standsAlone: true,
    ...onCpu,
  },
  {
    name: '@gradus/scorers',
    folder: 'scorers',
    entries: ['@gradus/scorers'],
    standsAlone: true,
    ...onCpu,
  },
  {
    name: '@gradus/temperature',
    folder: 'temperature',
    entries: ['@gradus/temperature'],
    standsAlone: true,
    ...bare,
  },
  {
    name: '@gradus/samplers',
    folder: 'samplers',
    entries: ['@gradus/samplers'],
    standsAlone: true,
    beside: ['@tensorflow/tfjs-core', CPU],
    setUp: `import '${CPU}';`,
    more: `
\`\`\`ts
import { categorical, gumbelTopK } from '@gradus/samplers/device';
import { tensor1d } from '@tensorflow/tfjs-core';
import { createRng } from '@gradus/samplers';

const logits = tensor1d([0, Number.NEGATIVE_INFINITY, 0]);
const both = gumbelTopK(logits, 2, { random: createRng(1) });
[...(await both.data())].sort(); // => [0, 2]
const many = categorical(logits, 64, { random: createRng(1) });
[...(await many.data())].includes(1); // => false
\`\`\`
`,
  },
  {
    name: '@gradus/curricula',
    folder: 'curricula',
    entries: ['@gradus/curricula'],
    standsAlone: true,
    ...bare,
  },
  {
    name: '@gradus/wasm-training',
    folder: 'wasm-training',
    entries: ['@gradus/wasm-training'],
    standsAlone: true,
    beside: ['@tensorflow/tfjs-layers@4.22.0'],
    setUp: '',
    more: `
\`\`\`ts
import { getKernel } from '@tensorflow/tfjs-core';

getKernel('Conv2DBackpropFilter', 'wasm') === undefined; // => true
await import('@gradus/wasm-training/auto');
getKernel('Conv2DBackpropFilter', 'wasm') === undefined; // => false
\`\`\`
`,
  },
  {
    name: '@gradus/backends',
    folder: 'backends',
    entries: ['@gradus/backends'],
    standsAlone: false,
    ...bare,
  },
  {
    name: 'gradus',
    folder: 'experiments',
    entries: ['gradus'],
    standsAlone: false,
    nodeOnly: true,
    ...bare,
  },
];
