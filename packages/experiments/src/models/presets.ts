import type { LayersModel } from '@tensorflow/tfjs-layers';
import { convolutional, convolutionalDropout, type ModelOptions } from './convolutional.ts';

/** A net that `--model` takes. Its outputs are logits. */
export interface ModelPreset {
  name: string;
  build(options: ModelOptions): LayersModel;
}

export const modelPresets: readonly ModelPreset[] = [
  { name: 'conv', build: convolutional },
  { name: 'conv-dropout', build: convolutionalDropout },
];
