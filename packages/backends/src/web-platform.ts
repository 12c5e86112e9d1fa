import {
  adapterName,
  adapterOf,
  type Gpu,
  isSoftware,
  isSoftwareName,
  softwareName,
} from './adapter.ts';
import { PACKAGES } from './backend-name.ts';
import type { Platform, Probe } from './platform.ts';

/** What a browser has to do for its platform: a seam for the tests. */
export interface WebHost {
  processor: string;
  hasWebAssembly: boolean;
  gpu: Gpu | undefined;
  /** The name of the device behind WebGL, or `undefined` where there is no WebGL. */
  renderer(): string | undefined;
  /** Whether a bare module name means something here, as with an import map. */
  resolves(name: string): boolean;
  load(name: string): Promise<unknown>;
}

/** The backends of browsers. */
export function webPlatform(host: WebHost): Platform {
  return {
    auto: ['webgpu', 'webgl', 'wasm', 'cpu'],
    processor: host.processor,

    async probe(name, loaded) {
      if (name === 'node' || name === 'node-gpu') {
        return absent('it runs only in Node', 'use webgpu or webgl in browsers');
      }
      const device = await probeDevice(host, name);
      if (!device.available || loaded || host.resolves(PACKAGES[name])) return device;
      return absent(
        `${PACKAGES[name]} is not loaded`,
        `import '${PACKAGES[name]}', or call useBackend('${name}', { load: () => import('${PACKAGES[name]}') })`,
      );
    },

    prepare: async () => {},
    load: (name) => host.load(PACKAGES[name]),

    async graphics(name) {
      if (name === 'webgl') {
        const renderer = host.renderer() ?? 'an unknown renderer';
        return isSoftwareName(renderer) ? softwareName(renderer) : renderer;
      }
      const info = host.gpu && (await adapterOf(host.gpu));
      return info === undefined ? 'an unknown adapter' : adapterName(info);
    },
  };
}

async function probeDevice(
  host: WebHost,
  name: 'webgpu' | 'webgl' | 'wasm' | 'cpu',
): Promise<Probe> {
  if (name === 'webgpu') {
    if (host.gpu === undefined) {
      return absent(
        'this browser has no WebGPU here',
        'use a newer browser, over https or localhost',
      );
    }
    const info = await adapterOf(host.gpu);
    if (info === undefined) {
      return absent('WebGPU finds no adapter', 'turn on hardware acceleration in the browser');
    }
    if (isSoftware(info)) return { available: true, software: adapterName(info) };
  }
  if (name === 'webgl') {
    const renderer = host.renderer();
    if (renderer === undefined) {
      return absent('this browser has no WebGL', 'turn on hardware acceleration in the browser');
    }
    if (isSoftwareName(renderer)) return { available: true, software: softwareName(renderer) };
  }
  if (name === 'wasm' && !host.hasWebAssembly) {
    return absent('this browser has no WebAssembly', 'use a newer browser');
  }
  return { available: true };
}

function absent(reason: string, cure: string): Probe {
  return { available: false, reason, cure };
}
