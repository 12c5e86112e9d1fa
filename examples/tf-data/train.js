// tf.data in, a curriculum between, model.fitDataset out.
import '@tensorflow/tfjs-backend-cpu';
import { dynamicSampled, toFitDataset } from '@gradus/curricula';
import { batch, fromTfData, inputs } from '@gradus/datasets';
import { createRng, epochPlan } from '@gradus/samplers';
import { entropy, scoreAll } from '@gradus/scorers';
import { temper } from '@gradus/temperature';
import { generator } from '@tensorflow/tfjs-data';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

// Two interleaved spirals, as a stream: tf.data's csv, array and zip do as well.
const random = createRng(1);
const stream = generator(function* () {
  for (let i = 0; i < 600; i++) {
    const [arm, along] = [i % 2, 0.3 + random()];
    const angle = 5 * along + Math.PI * arm;
    const xs = [along * Math.cos(angle), along * Math.sin(angle)];
    yield { xs, ys: arm };
  }
});
// A curriculum asks for samples by their index, so the stream is read to its end.
const data = await fromTfData(stream, { classNames: ['one', 'other'] });

const weights = (seed) => ({ kernelInitializer: initializers.heNormal({ seed }) });
const model = sequential();
model.add(layers.dense({ ...weights(1), inputShape: [2], units: 32, activation: 'relu' }));
model.add(layers.dense({ ...weights(2), units: 32, activation: 'relu' }));
model.add(layers.dense({ ...weights(3), units: 2, activation: 'softmax' }));
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });

const [epochs, batchesPerEpoch] = [10, 100];
const curriculum = dynamicSampled({
  size: data.count,
  batchSize: 30,
  steps: epochs * batchesPerEpoch,
  rescoreEvery: 50,
  random,
  // fitDataset shows nobody its outputs, so the curriculum scores the samples itself.
  score: (indices) =>
    scoreAll({ indices, predict: (some) => model.predict(inputs(data, some)), scorer: entropy }),
  weigh: (scores) => temper(scores, { favour: 'hard', maxRatio: 5 }),
  draw: epochPlan,
});

await model.fitDataset(
  toFitDataset(curriculum, (indices) => batch(data, indices)),
  {
    epochs,
    batchesPerEpoch,
    verbose: 0,
    callbacks: {
      onEpochEnd: (epoch, logs) =>
        console.log(`epoch ${epoch + 1}: loss ${logs?.loss.toFixed(3)} on what was drawn`),
    },
  },
);

const everything = batch(
  data,
  Int32Array.from({ length: data.count }, (_, i) => i),
);
const [, accuracy] = model.evaluate(everything.xs, everything.ys);
console.log(`error on all samples: ${(100 * (1 - (await accuracy.data())[0])).toFixed(2)} %`);
