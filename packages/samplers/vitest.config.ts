import { onBackends } from '../../vitest.shared.ts';

const config = onBackends('cpu', 'wasm');
// All but the device's entry is the same on every backend.
const [, wasm] = (config.test?.projects ?? []) as { test: { include: string[] } }[];
if (wasm !== undefined) wasm.test.include = ['src/device.test.ts'];

export default config;
