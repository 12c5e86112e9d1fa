import { inputs, labels, withLabelNoise } from '@gradus/datasets';
import { createRng } from '@gradus/samplers';
import { scoreAll, stochastic } from '@gradus/scorers';
import { argMax, cast, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { findModel, type ModelPreset, outputsOf } from '../models/presets.ts';
import { UsageError } from '../usage-error.ts';
import { type ArmSettings, needsReference } from './arm-settings.ts';
import { arms } from './arms.ts';
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

/** Everything a process needs for the trainings of one run: data, net, scorers. */
export class Session {
  readonly settings: Settings;
  readonly dataset: string;
  readonly model: ModelPreset;
  /** The run's own first, then those of its arms. */
  readonly scorers: readonly ScorerPreset[];
  readonly #opened: OpenedData;
  #last: { seed: number; data: ExperimentData } | undefined;

  constructor(
    settings: Settings,
    parts: {
      dataset: string;
      opened: OpenedData;
      model: ModelPreset;
      scorers: readonly ScorerPreset[];
    },
  ) {
    this.settings = settings;
    this.dataset = parts.dataset;
    this.model = parts.model;
    this.scorers = parts.scorers;
    this.#opened = parts.opened;
    for (const arm of settings.arms) {
      if (arms[arm.curriculum].observes && this.#scorer(arm.scorer).score === undefined) {
        throw new UsageError(
          `run: scorer ${arm.scorer} needs several passes, which ${arm.name} does not make: leave it out of curricula`,
        );
      }
    }
  }

  static async open(settings: Settings, { dataset, model, dataDir }: Subject): Promise<Session> {
    return new Session(settings, {
      dataset,
      opened: await findData(dataset).open({
        dataDir,
        trainCount: settings.trainCount ?? undefined,
      }),
      model: await findModel(model),
      scorers: await Promise.all(scorerNames(settings).map(findScorer)),
    });
  }

  /** The run's own scorer. */
  get scorer(): ScorerPreset {
    return this.scorers[0] as ScorerPreset;
  }

  /** The arm of that name. */
  arm(name: string): ArmSettings {
    const arm = this.settings.arms.find((each) => each.name === name);
    if (arm !== undefined) return arm;
    throw new UsageError(
      `run: arm must be one of ${this.settings.curricula.join(', ')}, got ${name}`,
    );
  }

  /** The scorers by which arms rank samples with the finished uniform model. */
  referenceScorers(): string[] {
    const ranked = this.settings.arms.filter(needsReference);
    return [...new Set(ranked.map((arm) => arm.scorer))];
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
  scoreOutputs(
    model: LayersModel,
    seed: number,
    outputs: Tensor2D,
    indices: Int32Array,
    scorer: string = this.scorer.name,
  ): Tensor1D {
    return tidy(() => {
      const score = this.#scorer(scorer).score as NonNullable<ScorerPreset['score']>;
      return score(outputs, labels(this.data(seed).train, indices), outputsOf(model));
    });
  }

  /** Scores samples of the training part in a pass of its own (or several, with dropout on). */
  scorePass(
    model: LayersModel,
    seed: number,
    indices: Int32Array,
    {
      scorer = this.scorer.name,
      signal,
    }: { scorer?: string; signal?: AbortSignal | undefined } = {},
  ): Promise<Float32Array> {
    const { train, standardise } = this.data(seed);
    const { score, accumulator } = this.#scorer(scorer);
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
  forwardsFor(count: number, scorer: string = this.scorer.name): number {
    return this.#scorer(scorer).accumulator === undefined ? count : count * PASSES;
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

  #scorer(name: string): ScorerPreset {
    return this.scorers.find((scorer) => scorer.name === name) as ScorerPreset;
  }
}

/** The scorers that a run needs, its own first. */
export function scorerNames({ scorer, arms: all }: Pick<Settings, 'scorer' | 'arms'>): string[] {
  return [...new Set([scorer, ...all.map((arm) => arm.scorer)])];
}
