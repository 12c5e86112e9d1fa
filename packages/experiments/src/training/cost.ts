import { quotaSampler } from '@gradus/samplers';
import { temper } from '@gradus/temperature';
import { dispose, getBackend } from '@tensorflow/tfjs-core';
import { optimizers } from '../models/optimizers.ts';
import { type Cost, updateEquivalents, type Work } from '../results/cost.ts';
import type { ArmSettings } from './arm-settings.ts';
import { arms } from './arms.ts';
import { deferredScores } from './deferred-scores.ts';
import type { Session } from './session.ts';
import { Trainer } from './trainer.ts';
import { CURVE_POINTS } from './training.ts';

export type { Work };

/** Rounds of measuring, of which the first only warm up: compiled code comes late, and is then twice as fast. */
const ROUNDS = 23;
const WARM_UP = 8;
/** Updates one after another in a round, as in training: the first after other work finds its data gone from the caches. */
const STEPS = 25;
/** Samples of a round's scoring pass, others in each. */
const SCORED = 1_000;

/**
 * Measures what an update, a scored sample, the observation of an update's outputs and a draw cost here: medians over
 * rounds in which each is timed once, so that whatever slows the machine down meets all of them. Where the processor
 * does the work its own time is taken, which others' work leaves alone.
 */
export async function measureCost(session: Session): Promise<Cost> {
  const { settings } = session;
  const seed = settings.seeds[0] as number;
  const data = session.data(seed);
  const model = session.freshModel(seed);
  const optimizer = optimizers[settings.optimizer] as (typeof optimizers)[string];
  const trainer = new Trainer(model, optimizer.create(), data);
  const { count } = data.train;
  const next = inTurn(count);
  const batch = next(settings.batchSize);
  const scoredAtOnce = Math.min(SCORED, count);
  const outputs = trainer.step(batch, 0);
  const train = async (steps: number) => {
    for (let step = 1; step < steps; step++) trainer.step(next(settings.batchSize), 0).dispose();
    const last = trainer.step(next(settings.batchSize), 0);
    await last.data();
    dispose(last);
  };
  const draw = oneDraw(count, settings);
  const parts: Record<string, () => Promise<unknown>> = {
    steps: () => train(STEPS),
    draw: async () => draw(),
  };
  for (const { name, score } of session.scorers) {
    parts[`forward ${name}`] = () =>
      session.scorePass(model, seed, next(scoredAtOnce), { scorer: name });
    if (score === undefined) continue;
    parts[`observe ${name}`] = async () => {
      const later = deferredScores((some, indices) =>
        session.scoreOutputs(model, seed, some, indices, name),
      );
      const seen = Array.from({ length: settings.stretch }, () => later(outputs.clone(), batch));
      for (const scores of seen) {
        await scores.data();
        scores.dispose();
      }
    };
  }
  try {
    const ms = await medians(parts);
    const scorers = session.scorers.map(({ name, score }) => [
      name,
      {
        forwardMs: ms(`forward ${name}`) / session.forwardsFor(scoredAtOnce, name),
        observeMs: score === undefined ? null : ms(`observe ${name}`) / settings.stretch,
      },
    ]);
    const forwardMs = ms(`forward ${settings.scorer}`) / session.forwardsFor(scoredAtOnce);
    return {
      stepMs: ms('steps') / STEPS,
      forwardMs,
      drawMs: ms('draw'),
      scorers: Object.fromEntries(scorers),
    };
  } finally {
    dispose(outputs);
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

/** Gives the next few samples at each call, those after the last from the start again. */
function inTurn(count: number): (some: number) => Int32Array {
  let at = 0;
  return (some) => {
    const given = Int32Array.from({ length: some }, (_, i) => (at + i) % count);
    at = (at + some) % count;
    return given;
  };
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

async function medians(
  parts: Record<string, () => Promise<unknown>>,
): Promise<(name: string) => number> {
  const clock = ['wasm', 'cpu'].includes(getBackend()) ? cpuNow : () => performance.now();
  const times = new Map<string, number[]>(Object.keys(parts).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, work] of Object.entries(parts)) {
      const start = clock();
      await work();
      if (round >= WARM_UP) times.get(name)?.push(clock() - start);
    }
  }
  return (name) => {
    const sorted = (times.get(name) as number[]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] as number;
  };
}

/** This process's time on the processor, in ms. */
function cpuNow(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
