import { Bench } from 'tinybench';
import { quantile } from './quantile.ts';
import type { Arm, PeerArm, Row, TimedArm } from './suite.ts';

interface Settings {
  rounds: number;
  /** For each arm in each round. */
  turnMs: number;
  /** An arm whose first call takes longer has one turn of one run. */
  slowMs: number;
}

export const QUICK: Settings = { rounds: 5, turnMs: 100, slowMs: 1000 };
export const FULL: Settings = { rounds: 15, turnMs: 400, slowMs: 5000 };

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
  const { name, backend, operations = 1 } = arm;
  const samples: number[] = [];
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
    await arm.enter?.();
    try {
      if (cold === undefined) await first();
      const slow = (cold ?? 0) > slowMs;
      if (slow && samples.length > 0) return;
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
      for (const sample of task.result.latency.samples ?? []) samples.push(sample / operations);
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    } finally {
      await arm.leave?.();
    }
  }

  return { turn, row: (subject) => row(subject, { arm: name, backend }, samples, cold) };
}

function peer(arm: PeerArm): Runner {
  const samples: number[] = [];
  let absent: string | undefined;
  let name = arm.name;
  return {
    async turn(timeMs) {
      if (absent !== undefined) return;
      const result = await arm.turn(timeMs);
      if ('absent' in result) absent = result.absent;
      else {
        samples.push(...result.samples);
        name = result.about === undefined ? arm.name : `${arm.name}: ${result.about}`;
      }
    },
    row: (subject) =>
      absent === undefined
        ? row(subject, { arm: name }, samples, undefined)
        : { subject, arm: arm.name, absent },
  };
}

function row(
  subject: string,
  who: { arm: string; backend?: string | undefined },
  samples: number[],
  cold: number | undefined,
): Row {
  const sorted = [...samples].sort((a, b) => a - b);
  const [median, p25, p75, min] = [0.5, 0.25, 0.75, 0].map((p) => quantile(sorted, p)) as [
    number,
    number,
    number,
    number,
  ];
  if (!(min >= 0)) throw new Error(`${who.arm}: a time that is no number`);
  return { subject, ...who, median, p25, p75, min, samples: sorted.length, cold };
}
