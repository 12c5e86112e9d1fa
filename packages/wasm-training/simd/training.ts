// Loops of training steps over tfjs's own memory, in AssemblyScript (https://www.assemblyscript.org).
// `pnpm --filter @gradus/wasm-training build:simd` compiles them into src/simd/bytes.ts. All addresses are in bytes,
// all counts in elements; every result but that of normaliseRows is rounded as the ops of tfjs that it stands for round
// theirs.

export { convolutionFilterGradient } from './convolution-filter-gradient.ts';
export { convolutionInputGradient } from './convolution-input-gradient.ts';
export { maxPoolGrad } from './max-pool-grad.ts';
export { adam, momentum } from './optimizers.ts';
export { product } from './product.ts';
export { normaliseRows, withRow } from './rows.ts';
