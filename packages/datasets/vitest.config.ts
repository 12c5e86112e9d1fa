import type { ViteUserConfig } from 'vitest/config';
import { onBackends } from '../../vitest.shared.ts';

const config: ViteUserConfig = onBackends('cpu', 'wasm');
const [, onWasm] = (config.test?.projects ?? []) as ViteUserConfig[];

/** Most of what is here runs without a tensor: those tests run once, the ones of tensors on each backend. */
const ofTensors = ['augment', 'batch', 'from-*', 'inputs', 'labels'];
if (onWasm?.test) onWasm.test.include = ofTensors.map((name) => `src/${name}.test.ts`);

export default config;
