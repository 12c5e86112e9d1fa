import { readFile } from 'node:fs/promises';
import type { RunOptions } from '../running/run.ts';
import type { RunConfig } from '../running/run-folder.ts';
import { UsageError } from '../usage-error.ts';

const KEYS = [
  'dataset',
  'model',
  'curricula',
  'arms',
  'scorer',
  'favour',
  'maxRatio',
  'rescoreEvery',
  'tasks',
  'order',
  'seeds',
  'steps',
  'batchSize',
  'learningRate',
  'optimizer',
  'labelNoise',
  'trainCount',
  'backend',
  'jobs',
  'out',
  'dataDir',
  'reuse',
];
/** What a run's own `config.json` has beside them: worked out, not asked for. */
const DERIVED = ['stretch', 'modelSha256', 'scorerSha256', 'trainSha256'];

/** What may be asked for beside a run's `config.json` without a new measurement of what its updates cost. */
const KEEPING_COSTS = ['seeds', 'backend', 'jobs', 'out', 'dataDir', 'reuse'];

/**
 * Reads options from a file: an object of them, or a run's `config.json`, whose costs are taken over as `measured`.
 *
 * @param flags What was asked for beside it, which goes first; where it changes the work, costs are measured anew.
 */
export async function readOptions(file: string, flags: RunOptions = {}): Promise<RunOptions> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `run: config ${file} cannot be read as JSON: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(`run: config ${file} must hold an object`);
  }
  const given = ((content as { arguments?: unknown }).arguments ?? content) as Record<
    string,
    unknown
  >;
  const unknown = Object.keys(given).filter((key) => !KEYS.includes(key) && !DERIVED.includes(key));
  if (unknown.length > 0) {
    throw new UsageError(
      `run: config ${file} has ${unknown.join(', ')}, which is no option; there are ${KEYS.join(', ')}`,
    );
  }
  const { backend, cost } = content as Partial<RunConfig>;
  // null stands for a default in config.json.
  const entries = Object.entries(given).filter(
    ([key, value]) =>
      KEYS.includes(key) &&
      value !== null &&
      // A run's config.json has the names of its arms beside them.
      !(key === 'curricula' && Array.isArray(given.arms)),
  );
  const isSameWork = Object.keys(flags).every((flag) => KEEPING_COSTS.includes(flag));
  return {
    ...Object.fromEntries(entries),
    ...(isSameWork && backend && cost && { measured: { backend, cost } }),
    ...flags,
  };
}
