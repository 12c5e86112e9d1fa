import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';
import { UsageError } from '../usage-error.ts';

/** Which graphics adapters a browser is to use: the machine's own, or SwiftShader for WebGL or WebGPU. */
export interface Adapters {
  webgl: 'own' | 'software';
  webgpu: 'own' | 'software';
}

/** Starts the Chromium that `GRADUS_CHROMIUM` names, Debian's, or a Chrome or Edge that is installed. */
export async function launch(adapters: Adapters): Promise<Browser> {
  const args = [...QUIET, ...adapterFlags(adapters)];
  const named = process.env.GRADUS_CHROMIUM;
  if (named !== undefined && !existsSync(named)) {
    throw new UsageError(`GRADUS_CHROMIUM names ${named}, which is not there`);
  }
  const path = named ?? (existsSync('/usr/bin/chromium') ? '/usr/bin/chromium' : undefined);
  if (path !== undefined) return chromium.launch({ executablePath: path, args });
  for (const channel of ['chrome', 'chromium', 'msedge']) {
    try {
      return await chromium.launch({ channel, args });
    } catch {
      // not this one
    }
  }
  throw new UsageError(
    'there is no Chromium or Chrome: install one, or set GRADUS_CHROMIUM to its path',
  );
}

const QUIET = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function adapterFlags({ webgl, webgpu }: Adapters): string[] {
  // Without a display, Linux reaches a GPU through Vulkan alone.
  const vulkan =
    process.platform === 'linux'
      ? ['--enable-features=Vulkan', '--disable-vulkan-surface', '--ignore-gpu-blocklist']
      : [];
  return [
    '--enable-unsafe-webgpu',
    ...(webgl === 'own' || webgpu === 'own' ? vulkan : []),
    ...(webgl === 'software'
      ? ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']
      : process.platform === 'linux'
        ? ['--use-angle=vulkan']
        : []),
    ...(webgpu === 'software' ? ['--use-webgpu-adapter=swiftshader'] : []),
  ];
}
