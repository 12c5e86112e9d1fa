import type { From } from '@gradus/scorers';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { importOwn, isFile } from '../import-own.ts';
import { UsageError } from '../usage-error.ts';
import { convolutional, convolutionalDropout } from './convolutional.ts';
import { dense } from './dense.ts';
import type { ModelOptions } from './model-options.ts';
import { residual } from './residual.ts';

/** A net that `--model` takes. */
export interface ModelPreset {
  name: string;
  description: string;
  build(options: ModelOptions): LayersModel;
}

export const modelPresets: readonly ModelPreset[] = [
  {
    name: 'conv',
    description: 'two convolutions and a dense layer of 64 units',
    build: convolutional,
  },
  {
    name: 'conv-dropout',
    description: 'the same with dropout of a half before the dense layers',
    build: convolutionalDropout,
  },
  {
    name: 'dense',
    description: 'three hidden layers of 300 units, for samples of any shape',
    build: dense,
  },
  {
    name: 'residual',
    description: 'a residual net of 8 layers with batch normalisation, for colour images',
    build: residual,
  },
];

/** The net of that name, or of that file: a module that exports `build({ inputShape, classes, random })`. */
export async function findModel(name: string): Promise<ModelPreset> {
  const preset = modelPresets.find((model) => model.name === name);
  if (preset) return preset;
  if (!isFile(name)) {
    const names = modelPresets.map((model) => model.name).join(', ');
    throw new UsageError(
      `run: model must be one of ${names}, or a file like ./net.mjs, got ${name}`,
    );
  }
  const { build } = await importOwn<{ build: ModelPreset['build'] }>(
    'model',
    name,
    'build',
    'a function ({ inputShape, classes, random }) giving a tfjs-layers model',
  );
  return {
    name,
    description: name,
    build(options) {
      const model = build(options);
      checkModel(name, model, options);
      return model;
    },
  };
}

/** What a model's outputs are: probabilities if its last layer is a softmax, else logits. */
export function outputsOf(model: LayersModel): From {
  const last = model.layers.at(-1) as unknown as {
    getClassName(): string;
    activation?: { getClassName(): string };
  };
  const name = last.activation?.getClassName() ?? last.getClassName();
  return name.toLowerCase() === 'softmax' ? 'probabilities' : 'logits';
}

function checkModel(name: string, model: LayersModel, { inputShape, classes }: ModelOptions): void {
  if (typeof model?.apply !== 'function' || !Array.isArray(model.outputs)) {
    throw new UsageError(
      `run: build of ${name} must give a tfjs-layers model, got ${typeof model}`,
    );
  }
  const [given, wanted] = [model.inputs[0]?.shape.slice(1), inputShape];
  if (model.inputs.length !== 1 || given?.join() !== wanted.join()) {
    throw new UsageError(
      `run: build of ${name} must take inputs [${wanted.join(', ')}], its model takes [${given?.join(', ')}]`,
    );
  }
  const outputs = (model.outputs as unknown as Tensor[]).map(({ shape }) =>
    shape.slice(1).join(', '),
  );
  if (outputs.length !== 1 || outputs[0] !== String(classes)) {
    throw new UsageError(
      `run: build of ${name} must have one output of ${classes} classes, its model gives [${outputs.join('] and [')}]`,
    );
  }
}
