import { inBrowser } from '../../vitest.shared.ts';

export default inBrowser('wasm');
