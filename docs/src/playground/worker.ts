import { far } from '../toy/far.ts';
import { openData } from './data.ts';
import type { Order, Tidings } from './messages.ts';
import { pickBackend } from './pick-backend.ts';
import { Race } from './race.ts';

// The page's second thread: it picks a backend once, trains, and tells of it now and then.

/** Between two reports, and between two looks for orders. */
const REPORT_MS = 250;
const BREATH_MS = 40;

let picked: ReturnType<typeof pickBackend> | undefined;
let race: Race | undefined;
let running = false;
let finished = false;
/** How many orders have come: a long answer ends when there is a newer one. */
let orders = 0;
/** Orders are carried out one after another; a loop that runs gives way to them. */
let last: Promise<void> = Promise.resolve();

self.onmessage = ({ data: order }: MessageEvent<Order>) => {
  running = order.type === 'run';
  const number = ++orders;
  last = last.then(() => carryOut(order, number)).catch(fail);
};

async function carryOut(order: Order, number: number): Promise<void> {
  switch (order.type) {
    case 'prepare': {
      await race?.dispose();
      race = undefined;
      const { settings, files } = order;
      await backend(settings.backend);
      tell({ type: 'status', words: 'making the images' });
      const words = (progress: string) => tell({ type: 'status', words: progress });
      const data = await openData(settings, files, words);
      const { inputs, labels, classNames, count, shape } = data.train;
      tell({
        type: 'images',
        images: { inputs: inputs as Uint8Array, labels, classNames, count, shape },
      });
      race = await Race.begin(settings, data);
      finished = false;
      return report();
    }
    case 'run':
      return run();
    case 'step':
      if (race !== undefined && !finished) finished = !(await race.update());
      return report();
    case 'pause':
      return report();
    case 'far':
      await backend('wasm');
      for await (const made of far(order.settings)) {
        tell({ type: 'far', report: made });
        await breath();
        if (number !== orders) break;
      }
  }
}

async function run(): Promise<void> {
  let reported = performance.now();
  let breathed = reported;
  while (running && race !== undefined && !finished) {
    finished = !(await race.update());
    const now = performance.now();
    if (now - reported > REPORT_MS) {
      await report();
      reported = performance.now();
    }
    if (now - breathed > BREATH_MS) {
      await breath();
      breathed = performance.now();
    }
  }
  if (finished) running = false;
  await report();
}

async function report(): Promise<void> {
  if (race === undefined) return;
  tell({ type: 'report', lanes: await race.report(), running, finished });
}

async function backend(asked: Parameters<typeof pickBackend>[0]): Promise<void> {
  picked ??= pickBackend(asked, (words) => tell({ type: 'status', words }));
  tell({ type: 'backend', ...(await picked) });
}

/** Lets messages in. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function fail(error: unknown): void {
  running = false;
  tell({ type: 'failed', words: error instanceof Error ? error.message : String(error) });
}

function tell(tidings: Tidings): void {
  self.postMessage(tidings);
}
