import { SingleBar } from 'cli-progress';
import { count, duration, percent } from '../results/format.ts';
import { plainTable } from '../results/plain-table.ts';
import type { RunEvent } from '../running/events.ts';

/** Shows a run while it goes on. `close` leaves the terminal as a shell expects it. */
export interface Progress {
  show(event: RunEvent): void;
  close(): void;
}

/** A bar that redraws itself, with a line left above it for every finished training. */
export function liveProgress(stream: NodeJS.WriteStream): Progress {
  const bar = new SingleBar({
    stream,
    format: '{bar} {share}  {left}  {what}',
    barsize: 20,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
    emptyOnZero: true,
    gracefulExit: false,
  });
  let running = false;
  const stop = () => {
    if (running) bar.stop();
    running = false;
  };
  return {
    show(event) {
      if (event.type === 'step') {
        const payload = {
          share: `${Math.floor(100 * event.fraction)} %`.padStart(5),
          what: event.running.map(nameOf).join(' · '),
          left: event.remainingMs === null ? '' : `${duration(event.remainingMs)} left`,
        };
        if (!running) bar.start(1, event.fraction, payload);
        else bar.update(event.fraction, payload);
        running = true;
        return;
      }
      stop();
      for (const line of linesOf(event)) stream.write(`${line}\n`);
    },
    close: stop,
  };
}

/** A plain line for whatever is worth one: for logs and pipes. */
export function plainProgress(stream: NodeJS.WritableStream): Progress {
  return {
    show(event) {
      for (const line of linesOf(event)) stream.write(`${line}\n`);
    },
    close() {},
  };
}

/** Every event as a line of JSON, for programs; those of updates at most once a second. */
export function jsonProgress(stream: NodeJS.WritableStream): Progress {
  let told = Number.NEGATIVE_INFINITY;
  return {
    show(event) {
      if (event.type === 'step') {
        if (performance.now() - told < 1_000) return;
        told = performance.now();
      }
      stream.write(`${JSON.stringify(event)}\n`);
    },
    close() {},
  };
}

/** Nothing at all. */
export function quietProgress(): Progress {
  return { show() {}, close() {} };
}

function nameOf(training: { arm: string; seed: number; step: number; steps: number }): string {
  const { arm, seed, step, steps } = training;
  return `seed ${seed} ${arm} ${step}/${steps}`;
}

function linesOf(event: RunEvent): string[] {
  if (event.type === 'plan') return planLines(event);
  if (event.type === 'start') {
    const { arms, seeds, steps, total, finished, takenOver, expectedCpuMs, advice } = event;
    return [
      `${event.dataset}, ${event.model} on ${event.backend} (${event.device})`,
      `${arms.length} arms x ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'} x ${steps} updates, into ${event.folder}`,
      ...(advice === null ? [] : [`Note: ${advice}.`]),
      ...(finished + takenOver < total
        ? [`about ${duration(expectedCpuMs)} of processor time`]
        : []),
      ...(finished > 0 ? [`${finished} of ${total} trainings were finished before`] : []),
      ...(takenOver > 0 ? [`${takenOver} of ${total} are taken over from other runs`] : []),
    ];
  }
  if (event.type === 'finished') {
    const { record, done, total } = event;
    const width = String(total).length;
    return [
      `${String(done).padStart(width)}/${total}  seed ${record.seed}  ${record.arm}: test error ${percent(record.testError)} in ${duration(record.wallMs)}`,
    ];
  }
  return [];
}

function planLines({ preset, tables, wanted }: Extract<RunEvent, { type: 'plan' }>): string[] {
  const row = ({ trainings, finished, takenOver, updates, cpuMs }: (typeof tables)[number]) =>
    [trainings, finished, takenOver, updates].map(count).concat(duration(cpuMs));
  const sum = (value: (one: (typeof tables)[number]) => number) =>
    tables.reduce((total, one) => total + value(one), 0);
  const titles = ['trainings', 'finished', 'taken over', 'updates', 'processor time'];
  const all = {
    table: 'all',
    stage: '',
    trainings: sum((one) => one.trainings),
    finished: sum((one) => one.finished),
    takenOver: sum((one) => one.takenOver),
    updates: sum((one) => one.updates),
    cpuMs: sum((one) => one.cpuMs),
  };
  const text = plainTable(
    [
      { title: preset, align: 'left' },
      { title: 'stage', align: 'left' },
      ...titles.map((title) => ({ title, align: 'right' as const })),
    ],
    [...tables, all].map((one) => [one.table, one.stage, ...row(one)]),
  );
  const pull =
    wanted.length === 0
      ? []
      : [`It will read ${wanted.join(', ')}: gradus data pull NAME gets what is not there.`];
  return [...text.split('\n'), ...pull, ''];
}
