import type { LayersModel } from '@tensorflow/tfjs-layers';
import { UsageError } from '../usage-error.ts';

/** A layer as another library can build it. */
export type Layer =
  | { kind: 'flatten' }
  | { kind: 'dense'; activation: string; weights: [kernel: number, bias: number] }
  | {
      kind: 'conv2d';
      activation: string;
      strides: number[];
      /** Places among the model's weights: the kernel, `[height, width, in, out]`, and the bias, `[out]`. */
      weights: [kernel: number, bias: number];
    };

const ACTIVATIONS = ['linear', 'relu', 'tanh'];

/**
 * Describes a net of convolutions without padding, dense layers and one flattening, each with a bias: those nets
 * whose training draws nothing at random and can thus be repeated elsewhere.
 *
 * @throws UsageError for any other layer.
 */
export function layersOf(model: LayersModel): Layer[] {
  let place = 0;
  return model.layers.flatMap((layer): Layer[] => {
    const config = layer.getConfig() as Record<string, unknown>;
    const kind = layer.getClassName();
    const activation = String(config.activation ?? 'linear');
    const known = ACTIVATIONS.includes(activation) && (config.useBias ?? true) === true;
    const weights = (): [number, number] => [place++, place++];
    if (kind === 'InputLayer') return [];
    if (kind === 'Flatten') return [{ kind: 'flatten' }];
    if (kind === 'Dense' && known) return [{ kind: 'dense', activation, weights: weights() }];
    const plain =
      config.padding === 'valid' && [config.dilationRate].flat().every((rate) => (rate ?? 1) === 1);
    if (kind === 'Conv2D' && known && plain) {
      const strides = config.strides as number[];
      return [{ kind: 'conv2d', activation, strides, weights: weights() }];
    }
    throw new UsageError(
      `export-replication: model must have layers that draw nothing and can be built elsewhere, got ${layer.name} (${kind})`,
    );
  });
}
