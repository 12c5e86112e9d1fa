import { Bench } from 'tinybench';
import { quantile } from './quantile.ts';
import type { Arm, Measured, PeerArm, Row, TimedArm } from './suite.ts';

export interface Settings {
  rounds: number;
  /** For each arm in each round. */
  turnMs: number;
  /** An arm whose first two calls take longer runs no more; ten times longer, and the first is its time. */
  slowMs: number;
  /** A peer whose turn takes longer, with the start of its program, has three turns. */
  slowPeerMs: number;
}

export const QUICK: Settings = { rounds: 16, turnMs: 15, slowMs: 200, slowPeerMs: 300 };
export const FULL: Settings = { rounds: 24, turnMs: 20, slowMs: 200, slowPeerMs: 400 };

/** Whether work is handed over on this backend, and done later. */
export function isGpu(backend: string | undefined): boolean {
  return backend === 'webgl' || backend === 'webgpu' || backend === 'node-gpu';
}

/** Launches in a round, at most: what is queued takes memory. */
const LAUNCHES = 20;

/** Runs the arms in turns, round by round: what slows the machine for a while slows them all. */
export async function measure(subject: string, arms: Arm[], settings: Settings): Promise<Row[]> {
  const runners = arms.map((arm) => ('turn' in arm ? peer(arm, settings) : timed(arm, settings)));
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
  let slow: boolean | undefined;
  let isAsync = false;

  /** What the first call takes; its result is looked at. */
  async function first(): Promise<number> {
    const start = performance.now();
    const result = arm.run();
    isAsync = result instanceof Promise;
    const value = await result;
    const elapsed = performance.now() - start;
    if (Number.isNaN(value)) throw new Error('the result is NaN');
    await arm.check(value);
    return elapsed;
  }

  async function once(): Promise<number> {
    const start = performance.now();
    await arm.run();
    return performance.now() - start;
  }

  async function turn(timeMs: number): Promise<void> {
    if (slow) return;
    await arm.enter?.();
    try {
      if (cold === undefined) cold = await first();
      if (slow === undefined) {
        const steady = cold <= slowMs || cold > 10 * slowMs ? cold : await once();
        slow = steady > slowMs;
        if (slow) rounds.push([steady / operations]);
      }
      if (slow) return;
      const bench = new Bench({
        time: timeMs,
        iterations: 1,
        // The first call of an arm that fills a turn by itself was enough.
        warmup: cold < timeMs,
        warmupTime: timeMs / 4,
        warmupIterations: 1,
        retainSamples: true,
        throws: true,
      });
      bench.add(name, () => arm.run(), { async: isAsync });
      const [task] = await bench.run();
      if (task?.result.state !== 'completed') throw new Error(`ended as ${task?.result.state}`);
      rounds.push((task.result.latency.samples ?? []).map((ms) => ms / operations));
      if (isGpu(backend)) await launchSome(timeMs);
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

function peer(arm: PeerArm, { slowPeerMs }: Settings): Runner {
  const rounds: number[][] = [];
  let absent: string | undefined;
  let about: string | undefined;
  let slow = false;
  return {
    async turn(timeMs) {
      if (absent !== undefined || (slow && rounds.length >= 3)) return;
      const start = performance.now();
      const result = await arm.turn(timeMs);
      slow ||= performance.now() - start > slowPeerMs;
      if ('absent' in result) absent = result.absent;
      else {
        rounds.push(result.samples);
        about = result.about;
      }
    },
    row: (subject) =>
      absent === undefined
        ? { ...summary(subject, { arm: arm.name }, rounds), peer: true, about }
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
