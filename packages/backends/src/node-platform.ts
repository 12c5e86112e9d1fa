import { type AdapterInfo, adapterName, adapterOf, type Gpu, isSoftware } from './adapter.ts';
import { PACKAGES } from './backend-name.ts';
import type { Platform, Probe } from './platform.ts';

/** What Node has to do for its platform: a seam for the tests. */
export interface NodeHost {
  processor: string;
  /** The major version of Node. */
  version: number;
  /** The file that a package's name stands for, or `undefined` where it is not installed. */
  resolve(name: string): string | undefined;
  load(name: string): Promise<unknown>;
  /** Runs a script in a Node of its own, with one argument, and gives what it wrote. */
  run(script: string, argument: string): Promise<{ ok: boolean; output: string }>;
}

/** The last version of Dawn's Node binding known to load on Debian 12 and Ubuntu 22.04. */
const WEBGPU = 'webgpu@0.6.2';

/** An adapter that computes on the processor, to try things out with. */
const SWIFTSHADER =
  'apt-get install libvulkan1 chromium, and VK_ADD_DRIVER_FILES=/usr/lib/chromium/vk_swiftshader_icd.json';

/** Builds tfjs-node from a Python wheel of TensorFlow, where its own download cannot be reached. */
const BY_THE_WHEEL = 'https://github.com/gradus-js/gradus/blob/main/tools/install-tfjs-node.mjs';

/** Prints what `adapterOf` reads, as JSON; the adapter is asked for in a process of its own. */
const ADAPTER_SCRIPT = `
import(require('node:url').pathToFileURL(process.argv[1]).href).then(async ({ create, globals }) => {
  Object.assign(globalThis, globals);
  const adapter = await create([]).requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) return 'null';
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  return JSON.stringify({ vendor, architecture, device, description, isFallbackAdapter });
}).then((text) => { console.log(text); process.exit(0); }, (error) => { console.error(error); process.exit(1); });
`;

/** Multiplies two numbers with TensorFlow, so that an addon that loads but cannot compute is found out. */
const TENSORFLOW_SCRIPT = `
const tf = require(process.argv[1]);
tf.mul(tf.tensor1d([2]), 3).data().then(([six]) => {
  if (six !== 6) throw new Error('2 x 3 is ' + six);
  console.log(JSON.stringify({ gpu: tf.backend().isUsingGpuDevice === true }));
}).catch((error) => { console.error(error); process.exit(1); });
`;

/** The backends of Node. */
export function nodePlatform(host: NodeHost): Platform {
  return {
    auto: ['node-gpu', 'node', 'webgpu', 'wasm', 'cpu'],
    processor: host.processor,

    async probe(name, loaded) {
      if (name === 'webgl') {
        return absent('it runs only in browsers', 'use webgpu in Node, or wasm without a GPU');
      }
      if (name === 'node' || name === 'node-gpu') return probeTensorflow(host, name, loaded);
      const needed = [
        ...(loaded ? [] : [PACKAGES[name]]),
        ...(name === 'webgpu' && !hasGpu() ? ['webgpu'] : []),
      ];
      const missing = needed.filter((one) => host.resolve(one) === undefined);
      if (missing.length > 0) return notInstalled(missing);
      return name === 'webgpu' ? probeWebgpu(host) : { available: true };
    },

    async prepare(name) {
      if (name !== 'webgpu' || hasGpu()) return;
      const { create, globals } = (await host.load('webgpu')) as {
        create(options: string[]): Gpu;
        globals: object;
      };
      Object.assign(globalThis, globals);
      // Before Node 21 there is no navigator at all.
      const scope = globalThis as { navigator?: object };
      scope.navigator ??= {};
      Object.defineProperty(scope.navigator, 'gpu', { value: create([]), configurable: true });
    },

    load: (name) => host.load(PACKAGES[name]),

    async graphics() {
      const gpu = currentGpu();
      const info = gpu && (await adapterOf(gpu));
      return info === undefined ? 'an unknown adapter' : adapterName(info);
    },
  };
}

async function probeWebgpu(host: NodeHost): Promise<Probe> {
  const gpu = currentGpu();
  let info: AdapterInfo | undefined;
  if (gpu === undefined) {
    const { ok, output } = await host.run(ADAPTER_SCRIPT, host.resolve('webgpu') as string);
    if (!ok) {
      return absent(
        `the webgpu package does not start: ${complaint(output)}`,
        `npm install ${WEBGPU}`,
      );
    }
    info = JSON.parse(output.trim().split('\n').at(-1) as string) ?? undefined;
  } else {
    info = await adapterOf(gpu);
  }
  if (info === undefined) {
    return absent(
      'no graphics adapter was found',
      `install the driver of a GPU (on Linux with Vulkan: apt-get install libvulkan1); for one in software, slow: ${SWIFTSHADER}`,
    );
  }
  return isSoftware(info) ? { available: true, software: adapterName(info) } : { available: true };
}

async function probeTensorflow(
  host: NodeHost,
  name: 'node' | 'node-gpu',
  loaded: boolean,
): Promise<Probe> {
  const wanted = PACKAGES[name];
  const path = host.resolve(wanted);
  const tooNew = host.version >= 23;
  if (path === undefined) {
    if (loaded) return { available: true }; // the caller loads it: nothing to try it with
    return tooNew
      ? absent(
          `${wanted} is not installed, and does not work on Node ${host.version}`,
          `npm install ${wanted}, with Node 22 or 20`,
        )
      : notInstalled([wanted]);
  }
  const { ok, output } = await host.run(TENSORFLOW_SCRIPT, path);
  if (!ok && /native addon module/.test(output)) {
    return absent(
      `${wanted} is installed without its native addon: its install script did not run, or could not download TensorFlow`,
      name === 'node'
        ? `npm rebuild ${wanted}, or if its download cannot be reached ${BY_THE_WHEEL}`
        : `npm rebuild ${wanted}`,
    );
  }
  if (!ok && tooNew) {
    return absent(
      `${wanted} does not work on Node ${host.version}: ${complaint(output)}`,
      'use Node 22 or 20',
    );
  }
  if (!ok) return absent(`${wanted} fails: ${complaint(output)}`, `npm rebuild ${wanted}`);
  if (name === 'node-gpu' && !/"gpu":true/.test(output)) {
    return absent(
      'TensorFlow finds no CUDA device',
      'install an NVIDIA driver, and CUDA and cuDNN in the versions that TensorFlow 2.9 asks for',
    );
  }
  return { available: true };
}

function notInstalled(missing: string[]): Probe {
  const names = missing.map((one) => (one === 'webgpu' ? WEBGPU : one));
  return absent(
    `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not installed`,
    `npm install ${names.join(' ')}`,
  );
}

function absent(reason: string, cure: string): Probe {
  return { available: false, reason, cure };
}

/** The line of a failed process's output that says why. */
function complaint(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /error/i.test(line)) ?? lines.find(Boolean) ?? 'it says nothing';
}

function currentGpu(): Gpu | undefined {
  return (globalThis as { navigator?: { gpu?: Gpu } }).navigator?.gpu;
}

function hasGpu(): boolean {
  return currentGpu() !== undefined;
}
