import type { BackendName, UseBackendOptions } from '@gradus/backends';
import { startBackends } from './backends.ts';
import type { Goal } from './goal.ts';
import { measure, type Settings } from './measure.ts';
import type { Ran } from './report/report.ts';
import type { Row, Suite } from './suite.ts';

/** What is asked of a suite, wherever it runs. Plain data, so that a page can be asked. */
export interface Asked {
  backends: BackendName[];
  /** Emulated adapters too. */
  software: boolean;
  full: boolean;
  settings: Settings;
}

/** What a suite found. */
export interface Found {
  rows: Row[];
  backends: Ran[];
  goals: Goal[];
}

/** Runs a suite on the backends that are here. */
export async function runSuite(
  suite: Suite,
  { backends: names, software, full, settings }: Asked,
  options: Partial<Record<BackendName, UseBackendOptions>> = {},
): Promise<Found> {
  const { backends, absent } = await started(names, software, options);
  const goals: Goal[] = [];
  const found = await suite.run({
    backends,
    absentBackends: absent.map(({ name, reason }) => ({
      subject: 'backends that are not here',
      arm: name,
      absent: reason,
    })),
    full,
    measure: (subject, arms) => measure(subject, arms, settings),
    judge: (goal) => void goals.push(goal),
  });
  // A suite that needs a backend which is not among these finds nothing; that is said, too.
  const rows = found.length > 0 ? found : [nothing(suite, names, absent)];
  return {
    rows,
    goals,
    backends: backends.map(({ name, device, software }) => ({ name, device, software })),
  };
}

function nothing(
  { name }: Suite,
  asked: BackendName[],
  absent: { name: string; reason: string }[],
): Row {
  const reasons = absent.map((one) => `; ${one.name}: ${one.reason}`).join('');
  const why = `it found nothing to measure on ${asked.join(', ')}${reasons}`;
  return { subject: 'nothing measured', arm: name, absent: why };
}

const running = new Map<string, ReturnType<typeof startBackends>>();

/** Backends are started once: their states and what they compiled last as long as the process. */
function started(
  names: BackendName[],
  software: boolean,
  options: Partial<Record<BackendName, UseBackendOptions>>,
): ReturnType<typeof startBackends> {
  const key = `${names}, ${software}`;
  const known = running.get(key) ?? startBackends(names, { software, options });
  running.set(key, known);
  return known;
}
