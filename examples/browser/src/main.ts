import { geoShapes } from '@gradus/datasets';
import { dynamicCurriculum, uniformCurriculum } from './curricula.ts';
import { startBackend } from './start-backend.ts';
import { train } from './train.ts';

const EVERY = 40;
const find = <E extends Element>(selector: string) => document.querySelector<E>(selector) as E;
const state = find<HTMLElement>('#state');

await startBackend();
state.textContent = 'Training …';
const data = geoShapes({ count: 4_000, kind: 'geom', placement: 'centred', seed: 1 });
const test = geoShapes({ count: 1_000, kind: 'geom', placement: 'centred', seed: 2 });
const options = { size: data.count, steps: 800 };
const trainings = {
  uniform: train(uniformCurriculum(options), data, test, EVERY),
  dynamic: train(dynamicCurriculum(options), data, test, EVERY),
};

// Some updates of one, then as many of the other, and the page drawn between.
for (let step = 0; step < options.steps; step += EVERY) {
  for (const [name, training] of Object.entries(trainings)) {
    const { value } = await training.next();
    if (value) show(name, value);
    await new Promise(requestAnimationFrame);
  }
}
for (const training of Object.values(trainings)) await training.next(); // to its end, where it tidies up
state.textContent = `Done: ${options.steps} updates each.`;

function show(name: string, { step, error }: { step: number; error: number }): void {
  find<HTMLOutputElement>(`output.${name}`).value = `${(100 * error).toFixed(1)} %`;
  const line = find<SVGPolylineElement>(`polyline.${name}`);
  const points = line.getAttribute('points') ?? '';
  line.setAttribute('points', `${points} ${step / options.steps},${1 - 1.5 * error}`);
}
