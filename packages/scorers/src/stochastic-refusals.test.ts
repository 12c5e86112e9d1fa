import {
  model as functional,
  input,
  type LayersModel,
  layers,
  type Sequential,
  sequential,
} from '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, test } from 'vitest';
import { stochastic } from './index.ts';

const models: LayersModel[] = [];
function own<M extends LayersModel>(model: M): M {
  models.push(model);
  return model;
}
afterEach(() => {
  for (const model of models.splice(0)) model.dispose();
});

type Layer = Parameters<Sequential['add']>[0];
const dense = (units: number) => layers.dense({ units });

/** These layers after an input of this shape. */
function chain(inputShape: number[], ...rest: Layer[]): Sequential {
  const model = own(sequential());
  model.add(layers.activation({ activation: 'linear', inputShape }));
  for (const layer of rest) model.add(layer);
  return model;
}

describe('refuses', () => {
  const random = () => 0.5;

  test('a model without dropout that is on', () => {
    const message = 'stochastic: model must have a dropout layer with a rate in (0, 1)';
    for (const layer of [
      dense(2),
      layers.dropout({ rate: 0 }),
      layers.gaussianNoise({ stddev: 0 }),
    ]) {
      expect(() => stochastic(chain([4], layer), { random })).toThrow(message);
    }
  });

  test('dropout inside a recurrent layer, by its name', () => {
    const small = { units: 2, recurrentInitializer: 'zeros' as const };
    for (const [layer, name] of [
      [layers.lstm({ ...small, dropout: 0.5, name: 'inner' }), 'inner'],
      [layers.gru({ ...small, recurrentDropout: 0.5, name: 'inner' }), 'inner'],
      [
        layers.rnn({
          cell: [layers.simpleRNNCell({ ...small, dropout: 0.5 })],
          name: 'inner',
        } as never),
        'inner',
      ],
      [
        layers.bidirectional({
          layer: layers.lstm({ ...small, dropout: 0.5, name: 'inner' }) as never,
          mergeMode: 'concat',
        }),
        'inner',
      ],
    ] as const) {
      const model = chain([3, 2], layers.dropout({ rate: 0.5 }), layer as Layer);
      expect(() => stochastic(model, { random })).toThrow(
        `stochastic: the dropout inside layer '${name}' cannot be drawn from random`,
      );
    }
    const fine = chain([3, 2], layers.dropout({ rate: 0.5 }), layers.lstm({ ...small }));
    expect(() => stochastic(fine, { random })).not.toThrow();
  });

  test('several outputs, what is no model, and what is no generator', () => {
    const xs = input({ shape: [4] });
    const outputs = [layers.dropout({ rate: 0.5 }), dense(2)].map((layer) => layer.apply(xs));
    const two = own(functional({ inputs: xs, outputs: outputs as never[] }));
    expect(() => stochastic(two, { random })).toThrow(
      'stochastic: model must have one output, got 2',
    );
    for (const model of [undefined, {}, { layers: [] }]) {
      expect(() => stochastic(model as never, { random })).toThrow(
        'stochastic: model must be a tfjs-layers model',
      );
    }
    for (const options of [undefined, {}, { random: 7 }]) {
      expect(() => stochastic(two, options as never)).toThrow(
        'stochastic: random must be a function',
      );
    }
  });
});
