import { existsSync } from 'node:fs';

/** The driver of SwiftShader, which Debian's chromium brings. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Lets WebGPU in Node find that adapter too: beside a GPU, which it prefers, or where there is none. Before it starts. */
export function addSoftwareDriver(): void {
  if (existsSync(SWIFTSHADER)) process.env.VK_ADD_DRIVER_FILES ??= SWIFTSHADER;
}
