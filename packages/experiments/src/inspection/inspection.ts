import type { Dataset } from '@gradus/datasets';
import { mean } from '../results/statistics.ts';
import { type FactorBin, factorBins } from './factor-bins.ts';
import { type Factor, factorsOf } from './factors.ts';
import type { History } from './history.ts';
import type { Look } from './look.ts';
import { rankCorrelation } from './rank-correlation.ts';

type Correlation = number | null;

/** The numbers of an inspection: `inspection.json`. Rank correlations are Spearman's. */
export interface Inspection {
  title: string;
  samples: number;
  /** The scorers, the run's own first. */
  scorers: string[];
  /** [updates, share of the training samples that the model gets wrong]. */
  trainingError: [number, number][];
  /** How alike two scorers rank the samples after the last update: a row and a column for each scorer. */
  agreement: Correlation[][];
  /** For each scorer [updates, rank correlation of its scores then with those after the last update]. */
  movement: Record<string, [number, Correlation][]>;
  /** The same for scores of the n-th look with those of the look before. */
  steadiness: Record<string, [number, Correlation][]>;
  factors: FactorNumbers[];
  dataMap: {
    /** How often the probability of the label was seen. */
    looks: number;
    /** By sample, to four digits. */
    confidence: number[];
    variability: number[];
    /** Of both with each other. */
    correlation: Correlation;
  };
  /** By scorer and updates: the samples of the galleries' ends, the most extreme first. */
  extremes: Record<string, { step: number; hardest: number[]; easiest: number[] }[]>;
}

/** How hard samples are by one factor. A quantity is looked at class by class, as classes differ in difficulty and size. */
export interface FactorNumbers {
  name: string;
  unit: string;
  /** Whether its values are kinds: there are no correlations then. */
  kinds: boolean;
  /** With each scorer's scores after the last update: the mean of the classes' rank correlations. */
  correlation: Record<string, Correlation>;
  /** [updates, the same with the run's own scorer's scores then]. */
  overTime: [number, Correlation][];
  /** The run's own scorer's scores after the last update: of each class that has the factor, or of all where it has kinds. */
  groups: { name: string | null; correlation: Correlation; bins: FactorBin[] }[];
}

/** How many samples of an end are named. */
const EXTREMES = 20;

/** Works out the numbers of a history. */
export function inspectionOf(history: History): Inspection {
  const { title, dataset, scorers, looks, galleries, confidence, variability } = history;
  const last = looks.at(-1) as Look;
  const scoresOf = (look: Look, scorer: string) => look.scores[scorer] as Float32Array;
  const known = (scorer: string) => looks.filter((look) => scorer in look.scores);
  const each = <T>(value: (scorer: string) => T): Record<string, T> =>
    Object.fromEntries(scorers.map((scorer) => [scorer, value(scorer)]));
  return {
    title,
    samples: dataset.count,
    scorers: [...scorers],
    trainingError: looks.map((look) => [look.step, share(wrongIn(history, look))]),
    agreement: scorers.map((one) =>
      scorers.map((other) => rankCorrelation(scoresOf(last, one), scoresOf(last, other))),
    ),
    movement: each((scorer) =>
      known(scorer).map((look) => [
        look.step,
        rankCorrelation(scoresOf(look, scorer), scoresOf(last, scorer)),
      ]),
    ),
    steadiness: each((scorer) =>
      known(scorer)
        .slice(1)
        .map((look, i) => [
          look.step,
          rankCorrelation(scoresOf(look, scorer), scoresOf(known(scorer)[i] as Look, scorer)),
        ]),
    ),
    factors: factorsOf(dataset).map((factor) => factorNumbers(factor, history)),
    dataMap: {
      looks: looks.filter(({ step }) => step > 0).length,
      confidence: Array.from(confidence, fourDigits),
      variability: Array.from(variability, fourDigits),
      correlation: rankCorrelation(confidence, variability),
    },
    extremes: each((scorer) =>
      galleries.map((look) => {
        const scores = scoresOf(look, scorer);
        const order = Array.from(scores.keys()).sort(
          (a, b) => (scores[b] as number) - (scores[a] as number) || a - b,
        );
        return {
          step: look.step,
          hardest: order.slice(0, EXTREMES),
          easiest: order.slice(-EXTREMES).reverse(),
        };
      }),
    ),
  };
}

function factorNumbers(factor: Factor, history: History): FactorNumbers {
  const { scorers, looks, dataset } = history;
  const last = looks.at(-1) as Look;
  const own = scorers[0] as string;
  const kinds = factor.kinds !== undefined;
  const groups = kinds ? [{ name: null, factor }] : byClass(factor, dataset);
  const scoresOf = (look: Look, scorer: string) => look.scores[scorer] as Float32Array;
  const correlation = (look: Look, scorer: string) => {
    if (kinds) return null;
    const each = groups.flatMap(
      (group) => rankCorrelation(group.factor.values, scoresOf(look, scorer)) ?? [],
    );
    return each.length === 0 ? null : mean(each);
  };
  const wrong = wrongIn(history, last);
  return {
    name: factor.name,
    unit: factor.unit,
    kinds,
    correlation: Object.fromEntries(scorers.map((name) => [name, correlation(last, name)])),
    overTime: looks
      .filter((look) => own in look.scores)
      .map((look) => [look.step, correlation(look, own)]),
    groups: groups.map((group) => ({
      name: group.name,
      correlation: kinds ? null : rankCorrelation(group.factor.values, scoresOf(last, own)),
      bins: factorBins(group.factor, scoresOf(last, own), wrong),
    })),
  };
}

/** The factor of the samples of each class alone; classes in which it means nothing are left out. */
function byClass(
  factor: Factor,
  { labels, classNames }: Dataset,
): { name: string; factor: Factor }[] {
  return classNames
    .map((name, label) => ({
      name,
      factor: {
        ...factor,
        values: factor.values.map((value, i) => (labels[i] === label ? value : Number.NaN)),
      },
    }))
    .filter((group) => group.factor.values.some(Number.isFinite));
}

/** 1 where the model of a look gets a sample's label wrong. */
export function wrongIn({ dataset }: Pick<History, 'dataset'>, look: Look): Uint8Array {
  return Uint8Array.from(look.predictions, (prediction, i) =>
    prediction === dataset.labels[i] ? 0 : 1,
  );
}

function share(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0) / flags.length;
}

function fourDigits(value: number): number {
  return Number(value.toFixed(4));
}
