import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { TrainingRecord } from '../results/records.ts';
import type { RunEvent } from '../running/events.ts';
import { liveProgress, plainProgress } from './progress.ts';

const start: RunEvent = {
  type: 'start',
  folder: 'runs/quick',
  dataset: 'geoshapes',
  model: 'conv',
  backend: 'wasm',
  device: 'a CPU',
  arms: ['uniform', 'other'],
  seeds: [1, 2],
  steps: 10,
  total: 4,
  finished: 1,
  takenOver: 1,
  expectedCpuMs: 90_000,
  advice: 'small or overfitted data: use uniform',
};
const step = (n: number): RunEvent => ({
  type: 'step',
  running: [{ arm: 'uniform', seed: 2, step: n, steps: 10 }],
  fraction: 0.375,
  remainingMs: 65_000,
});
const finished: RunEvent = {
  type: 'finished',
  record: { arm: 'uniform', seed: 2, testError: 0.0371, wallMs: 8_000 } as TrainingRecord,
  done: 2,
  total: 4,
};

/** Collects what is written; as a terminal it is 60 columns wide. */
function screen() {
  const stream = new PassThrough();
  let text = '';
  stream.on('data', (chunk) => {
    text += chunk;
  });
  const terminal = Object.assign(stream, { isTTY: true, columns: 60 });
  return { stream: terminal as unknown as NodeJS.WriteStream, text: () => text };
}

test('plain progress is a line for the start and one for each finished training', () => {
  const { stream, text } = screen();
  const progress = plainProgress(stream);
  for (const event of [start, step(1), step(2), finished]) progress.show(event);
  progress.close();
  expect(text().split('\n')).toEqual([
    'geoshapes, conv on wasm (a CPU)',
    '2 arms x 2 seeds x 10 updates, into runs/quick',
    'Note: small or overfitted data: use uniform.',
    'about 1 min 30 s of processor time',
    '1 of 4 trainings were finished before',
    '1 of 4 are taken over from other runs',
    '2/4  seed 2  uniform: test error 3.71 % in 8 s',
    '',
  ]);
});

test('live progress says what runs, how far and how long still, and leaves the cursor visible', () => {
  const { stream, text } = screen();
  const progress = liveProgress(stream);
  for (const event of [start, step(1), step(2), finished]) progress.show(event);
  progress.close();
  expect(text()).toContain('37 %');
  expect(text()).toContain('1 min 05 s left');
  expect(text()).toContain('seed 2 uniform 1/10');
  const [hidden, shown] = ['\u001b[?25l', '\u001b[?25h'];
  expect(text().lastIndexOf(shown)).toBeGreaterThan(text().lastIndexOf(hidden));
  expect(text()).toContain('2/4  seed 2  uniform: test error 3.71 % in 8 s\n');
});
