import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Unit, UnitResult } from '../training/unit.ts';
import type { Executor } from './executor.ts';
import type { WorkerAnswer, WorkerOrder, WorkerSetUp } from './worker.ts';

const SCRIPT = fileURLToPath(new URL('./worker.js', import.meta.url));

/** A worker process ended without an answer: it crashed, was killed, or ran out of memory. */
class WorkerCrash extends Error {}

/**
 * Makes trainings in worker processes, one at a time in each. A process is started when it is first needed and used
 * again; the training of one that crashes is tried once more in a fresh one.
 */
export function workerPool(setUp: WorkerSetUp, slots: number, script: string = SCRIPT): Executor {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();

  function start(): ChildProcess {
    const child = fork(script, {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    all.add(child);
    child.on('exit', () => {
      all.delete(child);
      const at = idle.indexOf(child);
      if (at >= 0) idle.splice(at, 1);
    });
    child.on('error', () => {}); // a failed send shows as the exit that follows
    child.send({ type: 'set-up', setUp } satisfies WorkerOrder);
    return child;
  }

  function attempt(
    unit: Unit,
    onStep: (step: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<UnitResult> {
    const child = idle.pop() ?? start();
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        child.off('message', onMessage);
        child.off('exit', onExit);
        signal?.removeEventListener('abort', onAbort);
        act();
      };
      const onMessage = (answer: WorkerAnswer) => {
        if (answer.type === 'step') onStep(answer.step);
        else if (answer.type === 'done') {
          idle.push(child);
          settle(() => resolve(answer.result));
        } else {
          child.kill();
          settle(() => reject(new Error(answer.message)));
        }
      };
      const onExit = (code: number | null, killed: string | null) => {
        const how = killed === null ? `exit code ${code}` : killed;
        settle(() => reject(new WorkerCrash(how)));
      };
      const onAbort = () => {
        child.kill('SIGKILL');
        settle(() => reject(signal?.reason));
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
      signal?.addEventListener('abort', onAbort);
      if (signal?.aborted) onAbort();
      else child.send({ type: 'run', unit } satisfies WorkerOrder);
    });
  }

  return {
    slots,
    async run(unit, onStep, signal) {
      try {
        return await attempt(unit, onStep, signal);
      } catch (error) {
        if (!(error instanceof WorkerCrash)) throw error;
      }
      try {
        return await attempt(unit, onStep, signal);
      } catch (error) {
        if (!(error instanceof WorkerCrash)) throw error;
        throw new Error(
          `the training of ${unit.arm} on seed ${unit.seed} crashed twice, the last time with ${error.message}`,
          { cause: error },
        );
      }
    },
    async close() {
      const gone = [...all].map((child) => new Promise((resolve) => child.once('exit', resolve)));
      for (const child of all) child.kill('SIGKILL');
      await Promise.all(gone);
    },
  };
}
