import { installWasmTraining } from '@gradus/wasm-training';
import { type KernelClock, startKernelClock } from '../kernel-clock.ts';
import { summary } from '../measure.ts';
import { begin, NETS, type Net, type Training } from '../nets.ts';
import type { PlainLoops } from '../plain-loops.ts';
import type { Measured, Row, Suite } from '../suite.ts';

/** Kernels that take less of a step than this are not listed. */
const SHOWN = 0.02;
/** Kernels that take more of it, with the kernels that they call, are held against a plain loop. */
const HELD = 0.1;
const WARM_UP = 10;
const ROUNDS = 10;

/** One wasm step taken apart, and its large parts beside the plain SIMD loop that one would write first. */
export const suite: Suite = {
  name: 'training-profile',
  question:
    'Where does the time of a training step on wasm go, kernel by kernel, with wasm-training, and how long would a plain SIMD loop take?',
  async run({ backends, full }) {
    const wasm = backends.find(({ name }) => name === 'wasm');
    if (wasm === undefined) return [];
    const { plainLoops } = await import('../plain-loops.ts');
    const loops = await plainLoops();
    await wasm.use();
    const uninstall = installWasmTraining();
    try {
      const rows: Row[] = [];
      for (const net of NETS) rows.push(...(await profile(net, loops, full ? 200 : 40)));
      return rows;
    } finally {
      uninstall();
    }
  },
};

async function profile(net: Net, loops: PlainLoops, steps: number): Promise<Row[]> {
  const training = begin(net);
  const clock = startKernelClock();
  try {
    for (let i = 0; i < WARM_UP; i++) await training.step();
    const { own, outermost } = await taken(net, training, clock, steps);
    // Of the shortest time of each part, for whole steps are held up by whatever else the machine does.
    const whole = sum(own.slice(1).map(({ min }) => min));
    const shown = own.filter(({ min }) => min > SHOWN * whole);
    const held = outermost.filter(({ min }) => min > HELD * whole);
    const beside = await besideLoops(
      net,
      training,
      clock,
      loops,
      held.map(({ arm }) => arm),
      steps,
    );
    return [...shown.sort((a, b) => b.median - a.median), ...beside];
  } finally {
    clock.stop();
  }
}

/** The time in each kernel over some steps, and first the whole. */
async function taken({ subject }: Net, training: Training, clock: KernelClock, steps: number) {
  const own = new Samples();
  const outermost = new Samples();
  for (let i = 0; i < steps; i++) {
    clock.reset();
    const start = performance.now();
    await training.step();
    const whole = performance.now() - start;
    own.add('the whole step', whole);
    own.add('outside kernels', whole - sum(clock.own.values()));
    for (const [name, ms] of clock.own) own.add(name, ms);
    for (const [name, ms] of clock.outermost) outermost.add(name, ms);
  }
  return { own: own.rows(subject), outermost: outermost.rows(subject) };
}

/** Kernels in their steps, each step followed by the plain loops for the same calls. */
async function besideLoops(
  { subject }: Net,
  training: Training,
  clock: KernelClock,
  loops: PlainLoops,
  kernels: string[],
  steps: number,
): Promise<Row[]> {
  const calls = clock.record(kernels);
  await training.step();
  clock.pause();
  const rows: Row[] = [];
  const beside = new Map<string, { plain: (() => void)[]; times: Samples; about: string }>();
  for (const kernel of kernels) {
    const made = calls.filter((call) => call.kernel === kernel);
    const plain = made.map(loops);
    const about = `${subject}: ${kernel}, ${made.length} in a step`;
    if (plain.every((one) => one !== undefined)) {
      beside.set(kernel, { plain, times: new Samples(), about });
    } else {
      rows.push({ subject: about, arm: 'a plain SIMD loop', absent: 'none is written for this' });
    }
  }
  for (let i = 0; i < steps; i++) {
    clock.reset();
    await training.step();
    for (const [kernel, { plain, times }] of beside) {
      const start = performance.now();
      for (const run of plain) run();
      times.add('a plain SIMD loop', performance.now() - start);
      times.add('the kernel and those that it calls', clock.outermost.get(kernel) ?? Number.NaN);
    }
  }
  for (const { times, about } of beside.values()) rows.push(...times.rows(about));
  return rows;
}

/** Times by what took them. */
class Samples {
  readonly #lists = new Map<string, number[]>();

  add(name: string, ms: number): void {
    const list = this.#lists.get(name);
    if (list === undefined) this.#lists.set(name, [ms]);
    else list.push(ms);
  }

  rows(subject: string): Measured[] {
    return [...this.#lists].map(([arm, list]) => {
      const length = Math.ceil(list.length / ROUNDS);
      const rounds = Array.from({ length: ROUNDS }, (_, i) =>
        list.slice(i * length, (i + 1) * length),
      ).filter((round) => round.length > 0);
      return summary(subject, { arm, backend: 'wasm' }, rounds);
    });
  }
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
