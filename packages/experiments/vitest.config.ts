import { onBackends } from '../../vitest.shared.ts';

export default onBackends('wasm');
