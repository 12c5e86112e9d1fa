import { Bench } from 'tinybench';
import { quantile } from './quantile.ts';
import type { Arm, Measured, PeerArm, Row, TimedArm } from './suite.ts';

export interface Settings {
  rounds: number;
  /** For each arm in each round. */
  turnMs: number;
  /** An arm whose first call takes longer has one turn of one run. */
  slowMs: number;
}

export const QUICK: Settings = { rounds: 10, turnMs: 30, slowMs: 1000 };
export const FULL: Settings = { rounds: 20, turnMs: 150, slowMs: 5000 };

/** Where work is handed over and done later. */
const GPUS = ['webgl', 'webgpu', 'node-gpu'];
/** Launches in a round, at most: what is queued takes memory. */
const LAUNCHES = 20;

/** Runs the arms in turns, round by round: what slows the machine for a while slows them all. */
export async function measure(subject: string, arms: Arm[], settings: Settings): Promise<Row[]> {
  const runners = arms.map((arm) => ('turn' in arm ? peer(arm) : timed(arm, settings)));
  for (let round = 0; round < settings.rounds; round++) {
    for (const runner of runners) await runner.turn(settings.turnMs);
  }
  return runners.map((runner) => runner.row(subject));
}

interface Runner {
  turn(timeMs: number): Promise<void>;
  row(subject: string): Row;
}

function timed(arm: TimedArm, { slowMs }: Settings): Runner {
  const { name, backend, operations = 1, peer } = arm;
  const rounds: number[][] = [];
  const launches: number[] = [];
  let cold: number | undefined;
  let isAsync = false;

  async function first(): Promise<void> {
    const start = performance.now();
    const result = arm.run();
    isAsync = result instanceof Promise;
    const value = await result;
    cold = performance.now() - start;
    if (Number.isNaN(value)) throw new Error('the result is NaN');
    await arm.check(value);
  }

  async function turn(timeMs: number): Promise<void> {
    if ((cold ?? 0) > slowMs && rounds.length > 0) return;
    await arm.enter?.();
    try {
      if (cold === undefined) await first();
      const slow = (cold ?? 0) > slowMs;
      const bench = new Bench({
        time: slow ? 0 : timeMs,
        iterations: 1,
        warmup: !slow,
        warmupTime: timeMs / 4,
        warmupIterations: 1,
        retainSamples: true,
        throws: true,
      });
      bench.add(name, () => arm.run(), { async: isAsync });
      const [task] = await bench.run();
      if (task?.result.state !== 'completed') throw new Error(`ended as ${task?.result.state}`);
      rounds.push((task.result.latency.samples ?? []).map((ms) => ms / operations));
      if (backend !== undefined && GPUS.includes(backend) && !slow) await launchSome(timeMs);
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    } finally {
      await arm.leave?.();
    }
  }

  async function launchSome(timeMs: number): Promise<void> {
    if (arm.launch === undefined) return;
    const end = performance.now() + timeMs;
    for (let i = 0; i < LAUNCHES && performance.now() < end; i++) {
      const start = performance.now();
      await arm.launch();
      launches.push((performance.now() - start) / operations);
    }
    await arm.run(); // its read-back waits for all of them
  }

  return {
    turn,
    row: (subject) => ({
      ...summary(subject, { arm: name, backend }, rounds),
      cold,
      launch: launches.length > 0 ? quantile(launches.sort(ascending), 0.5) : undefined,
      peer,
    }),
  };
}

function peer(arm: PeerArm): Runner {
  const rounds: number[][] = [];
  let absent: string | undefined;
  let name = arm.name;
  return {
    async turn(timeMs) {
      if (absent !== undefined) return;
      const result = await arm.turn(timeMs);
      if ('absent' in result) absent = result.absent;
      else {
        rounds.push(result.samples);
        name = result.about === undefined ? arm.name : `${arm.name}: ${result.about}`;
      }
    },
    row: (subject) =>
      absent === undefined
        ? { ...summary(subject, { arm: name }, rounds), peer: true }
        : { subject, arm: arm.name, absent },
  };
}

/** What is kept of the times of an arm, in ms an operation, round by round. */
export function summary(
  subject: string,
  who: { arm: string; backend?: string | undefined },
  rounds: number[][],
): Measured {
  const sorted = rounds.flat().sort(ascending);
  const at = (p: number) => quantile(sorted, p);
  if (!(at(0) >= 0) || !(at(1) < Number.POSITIVE_INFINITY)) {
    throw new Error(`${who.arm}: a time that is no number`);
  }
  return {
    subject,
    ...who,
    median: at(0.5),
    p25: at(0.25),
    p75: at(0.75),
    min: at(0),
    samples: sorted.length,
    rounds: rounds.map((round) => quantile([...round].sort(ascending), 0.5)),
  };
}

const ascending = (a: number, b: number) => a - b;
