import type { Settings } from '../training/settings.ts';
import { formatSeeds } from './option-values.ts';

/** The command that repeats a run whatever the defaults become: everything is said. */
export function commandLine(
  settings: Settings & { dataset: string; model: string },
  backend: string,
): string {
  const options: [string, string | number | null][] = [
    ['dataset', settings.dataset],
    ['model', settings.model],
    ['curricula', settings.curricula.join(',')],
    ['scorer', settings.scorer],
    ['favour', settings.favour],
    ['max-ratio', settings.maxRatio],
    ['rescore-every', settings.rescoreEvery],
    ['tasks', settings.tasks],
    ['order', settings.order],
    ['seeds', formatSeeds(settings.seeds)],
    ['steps', settings.steps],
    ['batch-size', settings.batchSize],
    ['learning-rate', settings.learningRate],
    ['optimizer', settings.optimizer],
    ['label-noise', settings.labelNoise],
    ['train-count', settings.trainCount],
    ['backend', backend],
  ];
  const given = options.filter(([, value]) => value !== null);
  return ['gradus run', ...given.map(([name, value]) => `--${name} ${quoted(String(value))}`)].join(
    ' ',
  );
}

/** As a shell reads it back. */
function quoted(value: string): string {
  return /^[\w.,:/=@+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
