import values from '../oracle/vectors.json' with { type: 'json' };

/** One case of `oracle/vectors.json`: inputs, and each score worked out in float64 by numpy. */
export interface ScorerCase {
  classes: number;
  logits: number[][];
  probabilities: number[][];
  labels: number[];
  passes: number[][][];
  votes: number[][];
  features: number[][];
  expect: Record<string, number[]>;
}

export interface TemperatureCase {
  scores: number[];
  maxRatio: number;
  temperature: number;
  hard: number[];
  easy: number[];
  'effectiveSampleSize, hard': number;
  'importanceWeights, hard, exponent 1': number[];
  'importanceWeights, hard, exponent 0.5': number[];
}

/** Reference values; `python3 internal/testing/oracle/make.py 20091` made it from the formulas alone. */
export const vectors: { scorers: ScorerCase[]; temperature: TemperatureCase[] } = values;
