import { percent } from '../../../packages/experiments/src/results/format.ts';
import { markdownTable } from './markdown-table.ts';

/** What `torch_replication.py` leaves of a training. */
export interface Replication {
  dataset: string;
  model: string;
  arm: string;
  steps: number;
  versions: Record<string, string>;
  updateByUpdate: { loss: number; weight: number };
  first: { steps: number; tfjs: number; float32: number };
  drift: { tfjs: number; float32: number };
  testError: { tfjs: number; sameWeights: number; float32: number; float64: number };
  passed: boolean;
}

/** The trainings that were repeated in PyTorch. */
export function replicationPart(all: readonly Replication[]): string {
  return markdownTable<Replication>(
    [
      {
        title: 'training',
        align: 'left',
        cell: ({ dataset, model, arm }) => `${dataset}, ${model}, ${arm}`,
      },
      { title: 'updates', align: 'right', cell: ({ steps }) => String(steps) },
      {
        title: 'loss, from the same weights',
        align: 'right',
        cell: ({ updateByUpdate }) => small(updateByUpdate.loss),
      },
      {
        title: 'weights after one update',
        align: 'right',
        cell: ({ updateByUpdate }) => small(updateByUpdate.weight),
      },
      {
        title: 'loss, first updates by itself',
        align: 'right',
        cell: ({ first }) => `${small(first.tfjs)} (${first.steps})`,
      },
      { title: 'mean drift, tfjs', align: 'right', cell: ({ drift }) => small(drift.tfjs) },
      { title: 'mean drift, PyTorch', align: 'right', cell: ({ drift }) => small(drift.float32) },
      {
        title: 'test error, tfjs',
        align: 'right',
        cell: ({ testError }) => percent(testError.tfjs),
      },
      {
        title: 'of its weights in PyTorch',
        align: 'right',
        cell: ({ testError }) => percent(testError.sameWeights),
      },
      { title: 'same', align: 'left', cell: ({ passed }) => (passed ? 'yes' : 'no') },
    ],
    all,
  );
}

function small(value: number): string {
  return value.toExponential(1);
}
