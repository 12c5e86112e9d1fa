import { quotaSampler } from '@gradus/samplers';
import { temper } from '@gradus/temperature';
import { getBackend } from '@tensorflow/tfjs-core';
import { type Cost, updateEquivalents, type Work } from '../results/cost.ts';
import { mean } from '../results/statistics.ts';
import type { ArmSettings } from './arm-settings.ts';
import { arms } from './arms.ts';
import { deferredScores } from './deferred-scores.ts';
import type { Session } from './session.ts';
import { freshTrainer } from './trainer.ts';
import { CURVE_POINTS } from './training.ts';
import { inTurn, WARM_UP } from './warm-up.ts';

export type { Work };

/** How long to measure; a short run is measured no longer than it takes, but for a few rounds. */
interface Effort {
  /** Rounds that count. */
  rounds: number;
  /** Updates before them. */
  warmUp: number;
}

const CAREFUL: Effort = { rounds: 40, warmUp: WARM_UP };
/** Enough to say how long a run will take. */
export const ROUGH: Effort = { rounds: 7, warmUp: 300 };
const FEWEST = 5;
/** Stretches of training in each part of a round. */
const STRETCHES = 2;
/** Samples of a round's scoring pass, others in each. */
const SCORED = 4_000;

/**
 * Measures what an update, a draw and, by the scorers of the arms that do it, a scored sample and the observation of an
 * update's outputs cost here, as means over the middle half of the rounds. A round trains for two stretches, then for
 * two more after a scoring pass, and for two whose outputs are observed: a pass and an observation cost what these take
 * longer, so that what they do to the updates around them counts, and what slows the machine down meets all alike.
 * Where the processor does the work its own time is taken, which others' work leaves alone.
 */
export async function measureCost(session: Session, effort: Effort = CAREFUL): Promise<Cost> {
  const { settings } = session;
  const { batchSize, stretch } = settings;
  const seed = settings.seeds[0] as number;
  const { model, trainer } = freshTrainer(session, seed);
  const { count } = session.data(seed).train;
  const next = inTurn(count);
  const scoredAtOnce = Math.min(SCORED, count);
  const trainStretch = async (scorer?: string) => {
    const later = deferredScores((outputs, indices) =>
      session.scoreOutputs(model, seed, outputs, indices, scorer),
    );
    const seen = [];
    for (let step = 1; step <= stretch; step++) {
      const batch = next(batchSize);
      const outputs = trainer.step(batch, 0);
      if (step === stretch) await outputs.data();
      if (scorer === undefined) outputs.dispose();
      else seen.push(later(outputs, batch));
    }
    for (const scores of seen) {
      await scores.data();
      scores.dispose();
    }
  };
  const train = async (scorer?: string) => {
    for (let i = 0; i < STRETCHES; i++) await trainStretch(scorer);
  };
  const draw = oneDraw(count, settings);
  const parts: Record<string, () => Promise<unknown>> = { train, draw: async () => draw() };
  const { passed, observed } = used(session);
  for (const scorer of passed) {
    parts[`forward ${scorer}`] = async () => {
      await session.scorePass(model, seed, next(scoredAtOnce), { scorer });
      await train();
    };
  }
  for (const scorer of observed) parts[`observe ${scorer}`] = () => train(scorer);
  const steps = STRETCHES * stretch;
  const ofRun = settings.seeds.length * settings.arms.reduce((sum, arm) => sum + arm.steps, 0);
  const ofRound = steps * (Object.keys(parts).length - 1);
  const warmUp = Math.ceil(Math.min(effort.warmUp, ofRun) / ofRound);
  const rounds = Math.min(effort.rounds, Math.max(FEWEST, Math.ceil(ofRun / ofRound)));
  try {
    const { typical, longer } = await timed(parts, warmUp, rounds);
    const forwardMs = (scorer: string) =>
      longer(`forward ${scorer}`) / session.forwardsFor(scoredAtOnce, scorer);
    const ofScorer = (scorer: string) => ({
      forwardMs: passed.has(scorer) ? forwardMs(scorer) : null,
      observeMs: observed.has(scorer) ? longer(`observe ${scorer}`) / steps : null,
    });
    const scorers = session.scorers.map(({ name }) => [name, ofScorer(name)]);
    return {
      stepMs: typical('train') / steps,
      forwardMs: forwardMs(settings.scorer),
      drawMs: typical('draw'),
      scorers: Object.fromEntries(scorers),
    };
  } finally {
    trainer.dispose();
    model.dispose();
  }
}

/** The updates that an arm will come to, scoring and reference model included, by a measured cost. */
export function expectedEquivalents(arm: ArmSettings, session: Session, cost: Cost): number {
  const { count } = session.data(session.settings.seeds[0] as number).train;
  const kind = arms[arm.curriculum];
  const extra = kind.extra(arm, session.settings, count);
  return updateEquivalents(
    {
      scorer: kind.labels(arm).scorer,
      steps: arm.steps,
      referenceSteps: 0,
      ...extra,
      samplesScored: session.forwardsFor(extra.samplesScored ?? 0, arm.scorer),
    },
    cost,
  );
}

/** Arms whose updates are to equal the cost of others, with those of the dearest. */
export function withEqualSteps(session: Session, cost: Cost): ArmSettings[] {
  const { arms: all } = session.settings;
  return all.map((arm) => {
    if (arm.equalTo === null) return arm;
    const names = [arm.equalTo].flat();
    const costs = all
      .filter((other) => names.includes(other.name))
      .map((other) => expectedEquivalents(other, session, cost));
    return { ...arm, steps: Math.ceil(Math.max(...costs)) };
  });
}

/** What the trainings of an arm on one seed will take of the processor, evaluations included, in ms. */
export function expectedMs(arm: ArmSettings, session: Session, cost: Cost): number {
  const { validation, test } = session.data(session.settings.seeds[0] as number);
  const evaluated = (CURVE_POINTS + 1) * validation.count + test.count;
  // A reference model is uniform's own, which is trained once.
  const own = expectedEquivalents(arm, session, cost) - referenceSteps(arm, session);
  return own * cost.stepMs + evaluated * cost.forwardMs;
}

function referenceSteps(arm: ArmSettings, { settings }: Session): number {
  return arms[arm.curriculum].extra(arm, settings, 1).referenceSteps ?? 0;
}

/** The scorers of the arms that make passes, the run's own among them, and of those that observe. */
function used(session: Session): { passed: Set<string>; observed: Set<string> } {
  const { settings } = session;
  const passed = new Set([settings.scorer]);
  const observed = new Set<string>();
  for (const arm of settings.arms) {
    const kind = arms[arm.curriculum];
    if (kind.extra(arm, settings, 1).samplesScored) passed.add(arm.scorer);
    if (kind.observes) observed.add(arm.scorer);
  }
  return { passed, observed };
}

/** One weighing of all samples and the plan of a stretch. */
function oneDraw(
  count: number,
  { stretch, batchSize }: { stretch: number; batchSize: number },
): () => void {
  const scores = Float32Array.from({ length: count }, (_, i) => (i % 97) / 97);
  const sampler = quotaSampler(count, { random: Math.random });
  return () => {
    const { probabilities } = temper(scores, { favour: 'hard', maxRatio: 30 });
    sampler.plan(probabilities, stretch * batchSize);
  };
}

/** Times each part once a round; the first few rounds do not count. */
async function timed(
  parts: Record<string, () => Promise<unknown>>,
  warmUp: number,
  rounds: number,
): Promise<{ typical(part: string): number; longer(part: string): number }> {
  const clock = ['wasm', 'cpu'].includes(getBackend()) ? cpuNow : () => performance.now();
  const times = Object.fromEntries(
    Object.keys(parts).map((name): [string, number[]] => [name, []]),
  );
  for (let round = 0; round < warmUp + rounds; round++) {
    for (const [name, work] of Object.entries(parts)) {
      const start = clock();
      await work();
      if (round >= warmUp) times[name]?.push(clock() - start);
    }
  }
  const of = (name: string) => times[name] as number[];
  return {
    typical: (part) => middleMean(of(part)),
    // Round by round; noise may make it less than nothing.
    longer: (part) =>
      Math.max(0, middleMean(of(part).map((ms, i) => ms - (of('train')[i] as number)))),
  };
}

/** The mean of the middle half: steadier than the median, and an outlier does not move it. */
function middleMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const quarter = Math.floor(sorted.length / 4);
  return mean(sorted.slice(quarter, sorted.length - quarter));
}

/** This process's time on the processor, in ms. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
