import { type Batch, type DynamicCurriculum, dynamicSampled, uniform } from '@gradus/curricula';
import { labels } from '@gradus/datasets';
import { createRng, epochPlan, quotaSampler } from '@gradus/samplers';
import {
  aadt,
  crossEntropy,
  el2n,
  entropy,
  leastConfidence,
  margin,
  scoreAll,
} from '@gradus/scorers';
import { temper } from '@gradus/temperature';
import { clone, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { RaceData } from './data.ts';
import { net } from './net.ts';
import type { LaneSettings, Settings } from './settings.ts';
import { Trainer } from './trainer.ts';

const BATCH_SIZE = 50;
const SCORING_BATCH = 500;
const CURVE_POINTS = 20;

/** What a lane shows of itself. */
export interface LaneReport {
  /** Updates made. */
  step: number;
  /** Validation error, in [0, 1], after so many updates. */
  curve: [step: number, error: number][];
  /** The latest known score of each training sample, NaN where none is. */
  scores: Float32Array;
}

type Scorer = (logits: Tensor2D, labels: Tensor1D) => Tensor1D;
const from = 'logits';
const scorers: Record<LaneSettings['scorer'], Scorer> = {
  entropy: (logits) => entropy(logits, { from }),
  margin: (logits) => margin(logits, { from }),
  'least-confidence': (logits) => leastConfidence(logits, { from }),
  aadt: (logits) => aadt(logits, { from }),
  'cross-entropy': (logits, labels) => crossEntropy(logits, labels, { from }),
  el2n: (logits, labels) => el2n(logits, labels, { from }),
};

/** One of the two trainings: a net, and the curriculum that feeds it. With `gradus run`'s settings, its arm. */
export class Lane {
  readonly #own: LaneSettings;
  readonly #settings: Settings;
  readonly #data: RaceData;
  readonly #trainer: Trainer;
  readonly #curriculum: Partial<DynamicCurriculum> & AsyncIterable<Batch>;
  readonly #batches: AsyncIterator<Batch>;
  readonly #curve: [number, number][] = [];
  readonly #scores: Float32Array;
  /** Scores on the device that are not in `#scores` yet. */
  #pending: { indices: Int32Array; scores: Tensor1D }[] = [];
  #step = 0;

  constructor(own: LaneSettings, settings: Settings, data: RaceData) {
    this.#own = own;
    this.#settings = settings;
    this.#data = data;
    const { train, standardise } = data;
    this.#scores = new Float32Array(train.count).fill(Number.NaN);
    const random = createRng(settings.seed).fork('model');
    this.#trainer = new Trainer(net(train.shape, train.classNames.length, { random }), standardise);
    this.#curriculum = this.#begin();
    this.#batches = this.#curriculum[Symbol.asyncIterator]();
  }

  get #observes(): boolean {
    return this.#own.curriculum === 'free' || this.#own.curriculum === 'control';
  }

  #begin(): Partial<DynamicCurriculum> & AsyncIterable<Batch> {
    const { curriculum, favour, maxRatio, rescoreEvery } = this.#own;
    const { seed, steps } = this.#settings;
    const size = this.#data.train.count;
    const random = createRng(seed).fork('batches');
    const common = { size, batchSize: BATCH_SIZE, steps, random };
    if (curriculum === 'uniform') return uniform(common);
    return dynamicSampled({
      ...common,
      rescoreEvery,
      control: curriculum === 'control',
      weigh: (scores) => temper(scores, { favour, maxRatio }).probabilities,
      ...(this.#observes
        ? { draw: quotaSampler(size, { random }) }
        : {
            draw: (weights: Float64Array, count: number) => epochPlan(weights, count, { random }),
            score: (indices: Int32Array) => this.#scorePass(indices),
          }),
    });
  }

  async #scorePass(indices: Int32Array): Promise<Float32Array> {
    const { train } = this.#data;
    const scores = await scoreAll<Tensor2D>({
      indices,
      batchSize: SCORING_BATCH,
      predict: (some) => this.#trainer.predict(train, some),
      scorer: (logits, some) => scorers[this.#own.scorer](logits, labels(train, some)),
    });
    indices.forEach((index, i) => {
      this.#scores[index] = scores[i] as number;
    });
    return scores;
  }

  /** Notes the error before the first update. */
  async begin(): Promise<void> {
    this.#curve.push([0, await this.#trainer.errorOn(this.#data.validation)]);
  }

  /** Makes one update; false when all are made. */
  async update(): Promise<boolean> {
    const { done, value } = await this.#batches.next();
    if (done) return false;
    const { train, validation, learningRate } = this.#data;
    const { steps } = this.#settings;
    const { indices, step } = value;
    const logits = this.#trainer.update(train, indices, learningRate * (1 - step / steps));
    if (this.#own.curriculum !== 'scored') {
      const scores = tidy(() => scorers[this.#own.scorer](logits, labels(train, indices)));
      this.#pending.push({ indices, scores: this.#observes ? clone(scores) : scores });
      if (this.#observes) this.#curriculum.observe?.(indices, scores);
    }
    logits.dispose();
    this.#step = step + 1;
    const every = Math.max(1, Math.floor(steps / CURVE_POINTS));
    if (this.#step % every === 0 || this.#step === steps) {
      this.#curve.push([this.#step, await this.#trainer.errorOn(validation)]);
    }
    return true;
  }

  async report(): Promise<LaneReport> {
    const pending = this.#pending;
    this.#pending = [];
    const all = await Promise.all(pending.map(({ scores }) => scores.data()));
    pending.forEach(({ indices, scores }, k) => {
      scores.dispose();
      indices.forEach((index, i) => {
        this.#scores[index] = all[k]?.[i] as number;
      });
    });
    return { step: this.#step, curve: [...this.#curve], scores: this.#scores.slice() };
  }

  async dispose(): Promise<void> {
    await this.#batches.return?.();
    for (const { scores } of this.#pending) scores.dispose();
    this.#trainer.dispose();
  }
}
