import { Session, type Subject } from '../training/session.ts';
import type { Settings } from '../training/settings.ts';
import { startBackend } from '../training/start-backend.ts';
import { runUnit, type Unit, type UnitResult } from '../training/unit.ts';
import { warmUp } from '../training/warm-up.ts';

/** What a worker needs before its first training. */
export interface WorkerSetUp {
  backend: string;
  settings: Settings;
  subject: Subject;
}

export type WorkerOrder = { type: 'set-up'; setUp: WorkerSetUp } | { type: 'run'; unit: Unit };

export type WorkerAnswer =
  | { type: 'step'; step: number }
  | { type: 'done'; result: UnitResult }
  | { type: 'failed'; message: string };

const STEP_EVERY_MS = 100;

let session: Promise<Session> | undefined;

async function open({ backend, settings, subject }: WorkerSetUp): Promise<Session> {
  await startBackend(backend);
  const opened = await Session.open(settings, subject);
  await warmUp(opened);
  return opened;
}

function answer(message: WorkerAnswer): void {
  process.send?.(message);
}

async function obey(order: WorkerOrder): Promise<void> {
  if (order.type === 'set-up') {
    session = open(order.setUp);
    session.catch(() => {}); // told with the first training
    return;
  }
  let told = 0;
  const onStep = (step: number) => {
    if (performance.now() - told < STEP_EVERY_MS) return;
    told = performance.now();
    answer({ type: 'step', step });
  };
  try {
    answer({
      type: 'done',
      result: await runUnit(await (session as Promise<Session>), order.unit, { onStep }),
    });
  } catch (error) {
    answer({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

if (process.send !== undefined) {
  process.on('message', (order: WorkerOrder) => void obey(order));
  // Ctrl-C reaches every process of the terminal; the parent decides. Without a parent there is nothing to do.
  process.on('SIGINT', () => {});
  process.on('disconnect', () => process.exit());
}
