import { installWasmTraining } from '@gradus/wasm-training';
import { summary } from '../measure.ts';
import { GEOSHAPES } from '../nets.ts';
import type { Measured, Row, Suite } from '../suite.ts';
import { trainingArms } from '../training-arms.ts';

/** The job that the project is there for, from start to report; and what it was without wasm-training, reckoned. */
export const suite: Suite = {
  name: 'main-job',
  question:
    'How long does `gradus run` take (five seeds with --full, else one), and how long would it without wasm-training?',
  async run({ backends, full, measure }) {
    const trainers = backends.filter(({ name }) => name === 'wasm' || name === 'cpu');
    const wasm = trainers.find(({ name }) => name === 'wasm');
    if (wasm === undefined) return [];
    const steps = await measure(
      `one step of it, ${GEOSHAPES.subject}`,
      trainingArms(GEOSHAPES, trainers),
    );
    const [ours, ...others] = steps.filter((row): row is Measured => 'median' in row);
    if (ours === undefined) throw new Error('no step was measured');
    const { wallMs, updates, jobs } = await job(full ? [1, 2, 3, 4, 5] : [1]);
    const subject = `gradus run, ${full ? 'five seeds' : 'one seed'}, ${jobs} jobs at once`;
    const rows: Row[] = [...steps, once(subject, 'with wasm-training, measured', 'wasm', wallMs)];
    for (const { arm, backend, median } of others) {
      // Each update takes so much longer; that scoring and tests do so too on cpu is left out.
      const reckoned = wallMs + (updates * (median - ours.median)) / jobs;
      rows.push(once(subject, `${arm}: reckoned from its steps`, backend, reckoned));
    }
    return rows;
  },
};

/** Runs the default experiment on wasm in a folder that is thrown away. */
async function job(seeds: number[]): Promise<{ wallMs: number; updates: number; jobs: number }> {
  const [{ run }, { mkdtemp, rm }, os, { join }] = await Promise.all([
    import('gradus'),
    import('node:fs/promises'),
    import('node:os'),
    import('node:path'),
  ]);
  const folder = await mkdtemp(join(os.tmpdir(), 'bench-'));
  const jobs = os.availableParallelism();
  try {
    const start = performance.now();
    const { tables } = await run({ seeds, jobs, backend: 'wasm', out: join(folder, 'run') });
    const wallMs = performance.now() - start;
    const arms = tables.flatMap((table) => table.arms);
    const updates = arms.reduce((sum, arm) => sum + arm.n * arm.updateEquivalents, 0);
    return { wallMs, updates, jobs };
  } finally {
    installWasmTraining()(); // the run has installed it, and leaves it
    await rm(folder, { recursive: true });
  }
}

function once(subject: string, arm: string, backend: string | undefined, ms: number): Measured {
  return summary(subject, { arm, backend }, [[ms]]);
}
