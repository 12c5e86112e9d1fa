import type { Session } from '../training/session.ts';
import { runUnit, type Unit, type UnitResult } from '../training/unit.ts';

/** Makes trainings, here or in other processes. */
export interface Executor {
  /** How many it can make at once. */
  readonly slots: number;
  run(unit: Unit, onStep: (step: number) => void, signal?: AbortSignal): Promise<UnitResult>;
  close(): Promise<void>;
}

/** Makes trainings in this process, one at a time. */
export function inThisProcess(session: Session): Executor {
  return {
    slots: 1,
    run: (unit, onStep, signal) => runUnit(session, unit, { onStep, signal }),
    async close() {},
  };
}
