import { inputs, labels, withLabelNoise } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import { scoreAll, stochastic } from '@gradus/scorers';
import { argMax, cast, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { findModel, type ModelPreset, outputsOf } from '../models/presets.ts';
import { UsageError } from '../usage-error.ts';
import { type ExperimentData, findData, type OpenedData, withStandard } from './data.ts';
import { findScorer, PASSES, type ScorerPreset } from './scorers.ts';
import type { Settings } from './settings.ts';

/** What a run is about, by name: enough for another process to open the same. */
export interface Subject {
  dataset: string;
  model: string;
  dataDir?: string | undefined;
}

const SCORING_BATCH = 500;

/** Everything a process needs for the trainings of one run: data, net, scorer. */
export class Session {
  readonly settings: Settings;
  readonly dataset: string;
  readonly model: ModelPreset;
  readonly scorer: ScorerPreset;
  readonly #opened: OpenedData;
  #last: { seed: number; data: ExperimentData } | undefined;

  constructor(
    settings: Settings,
    parts: { dataset: string; opened: OpenedData; model: ModelPreset; scorer: ScorerPreset },
  ) {
    this.settings = settings;
    this.dataset = parts.dataset;
    this.model = parts.model;
    this.scorer = parts.scorer;
    this.#opened = parts.opened;
    if (this.scorer.score === undefined && settings.curricula.includes('dynamic-free')) {
      throw new UsageError(
        `run: scorer ${this.scorer.name} needs several passes, which dynamic-free does not make: leave it out of curricula`,
      );
    }
  }

  static async open(settings: Settings, { dataset, model, dataDir }: Subject): Promise<Session> {
    return new Session(settings, {
      dataset,
      opened: await findData(dataset).open({ dataDir }),
      model: await findModel(model),
      scorer: await findScorer(settings.scorer),
    });
  }

  /** The data of a seed. The last one is kept, as its arms come one after another. */
  data(seed: number): ExperimentData {
    if (this.#last?.seed !== seed) {
      const { train, ...others } = this.#opened.at(seed);
      const rate = this.settings.labelNoise;
      const noisy = rate === 0 ? train : withLabelNoise(train, { rate, seed: `noise ${seed}` });
      const data = withStandard({ train: noisy, ...others });
      if (data.train.count < 1 || data.test.count < 1 || data.validation.count < 1) {
        throw new UsageError(`run: dataset ${this.dataset} has an empty part`);
      }
      this.#last = { seed, data };
    }
    return this.#last.data;
  }

  /** The model at its seed's initial weights: every arm of a seed starts from the same. */
  freshModel(seed: number): LayersModel {
    const { shape, classNames } = this.data(seed).train;
    return this.model.build({
      inputShape: shape,
      classes: classNames.length,
      random: createRng(seed).fork('model'),
    });
  }

  /** The scores of outputs that training computed, on the device. */
  scoreOutputs(model: LayersModel, seed: number, outputs: Tensor2D, indices: Int32Array): Tensor1D {
    return tidy(() => {
      const score = this.scorer.score as NonNullable<ScorerPreset['score']>;
      return score(outputs, labels(this.data(seed).train, indices), outputsOf(model));
    });
  }

  /** Scores samples of the training part in a pass of its own (or several, with dropout on). */
  scorePass(
    model: LayersModel,
    seed: number,
    indices: Int32Array,
    signal?: AbortSignal,
  ): Promise<Float32Array> {
    const { train, standardise } = this.data(seed);
    const { score, accumulator } = this.scorer;
    const from = outputsOf(model);
    const common = { indices, batchSize: SCORING_BATCH, signal };
    if (accumulator !== undefined) {
      const pass = stochastic(model, { random: createRng(seed).fork('passes') });
      return scoreAll<Tensor2D>({
        ...common,
        predict: (some) => pass(inputs(train, some, { standardise })) as Tensor2D,
        accumulate: () => accumulator(from),
        passes: PASSES,
      });
    }
    return scoreAll<Tensor2D>({
      ...common,
      predict: (some) => model.apply(inputs(train, some, { standardise })) as Tensor2D,
      scorer: (outputs, some) => score?.(outputs, labels(train, some), from) as Tensor1D,
    });
  }

  /** How many samples are run through the model to score this many. */
  forwardsFor(count: number): number {
    return this.scorer.accumulator === undefined ? count : count * PASSES;
  }

  /** The class that the model gives each training sample. */
  async predictions(model: LayersModel, seed: number): Promise<Int32Array> {
    const { train, standardise } = this.data(seed);
    const classes = await scoreAll<Tensor2D>({
      size: train.count,
      batchSize: SCORING_BATCH,
      predict: (some) => model.apply(inputs(train, some, { standardise })) as Tensor2D,
      scorer: (outputs) => cast(argMax(outputs, 1), 'float32') as Tensor1D,
    });
    return Int32Array.from(classes);
  }
}
