import type { From } from '../probabilities.ts';
import { type Dialect, type Input, literal, type Program } from './dialect.ts';
import { sumOver } from './sum-over.ts';

/**
 * A scorer of rows, in the expressions that all dialects share.
 *
 * They may use `p`, the probability of the class at hand, `others`, which is `p` but 0 for the class set
 * apart, the names of the sums, and `classes`.
 */
export interface RowKernel {
  /** Which class is set apart: the likeliest, with probability `top` and the next one's `second`; or the label. */
  apart?: 'top' | 'label';
  /** Sums over classes. */
  sums: Record<string, string>;
  /** Sums over classes that need the first ones. */
  after?: Record<string, string>;
  /** Sums over the features `h` that stand beside the outputs. */
  ofFeatures?: Record<string, string>;
  /** The score, of the sums and of `top` and `second`, or `labelled` (the probability of the label). */
  score: string;
  /** Whether tfjs's operations are quicker on wasm, where a kernel is plain JavaScript: see scoring-latency. */
  composedOnWasm?: boolean;
}

const LOWEST = '-3.4e38';

/** The program of a scorer of rows of so many classes. */
export function rowProgram(
  scorer: string,
  kernel: RowKernel,
  { classes, features = 0, from }: { classes: number; features?: number; from: From },
): Program {
  const outputs: Input = { name: 'outputs', dtype: 'float32', shape: ['n', classes] };
  const labels: Input = { name: 'labels', dtype: 'int32', shape: ['n'] };
  const beside: Input = { name: 'features', dtype: 'float32', shape: ['n', features] };
  const inputs = [outputs];
  if (kernel.apart === 'label') inputs.push(labels);
  if (features > 0) inputs.push(beside);

  function body(dialect: Dialect): string[] {
    const { float, int, bool, loop, read, remember, recall, nan } = dialect;
    const x = read(outputs, 'i', 'k');
    const ofLogits = from === 'logits';
    const findsTop = ofLogits || kernel.apart === 'top';
    const shifted = `exp(${x} - largest)`;
    const p = ofLogits ? `${recall('k', shifted)} / total` : x;
    const label = kernel.apart === 'label';
    return [
      float('classes', literal(classes)),
      bool('bad', 'false'),
      int('at', label ? read(labels, 'i') : '0'),
      ...(label ? [`if (at < 0 || at >= ${classes}) { bad = true; at = 0; }`] : []),
      ...(findsTop
        ? [
            float('largest', LOWEST),
            float('next', LOWEST),
            `${loop('k', '0', `${classes}`)} {`,
            float('v', x),
            'if (isnan(v)) { bad = true; }',
            `if (v > largest) { next = largest; largest = v; ${label ? '' : 'at = k; '}}`,
            'else if (v > next) { next = v; }',
            '}',
          ]
        : []),
      ...(ofLogits
        ? [
            ...sumOver(dialect, 'k', classes, [], { total: remember('k', shifted) }),
            'if (isnan(total) || total <= 0.0) { bad = true; }',
          ]
        : []),
      ...(kernel.apart === 'top'
        ? [
            float('top', ofLogits ? '1.0 / total' : 'largest'),
            float('second', ofLogits ? 'exp(next - largest) / total' : 'max(next, 0.0)'),
          ]
        : []),
      ...(label ? [float('labelled', '0.0')] : []),
      ...sumOver(
        dialect,
        'k',
        classes,
        [
          float('p', p),
          ...(findsTop ? [] : ['if (isnan(p)) { bad = true; }']),
          ...(kernel.apart ? [float('others', 'pick(k == at, 0.0, p)')] : []),
          ...(label ? ['if (k == at) { labelled = p; }'] : []),
        ],
        kernel.sums,
      ),
      ...(kernel.after
        ? sumOver(
            dialect,
            'k',
            classes,
            [float('p', p), ...(kernel.apart ? [float('others', 'pick(k == at, 0.0, p)')] : [])],
            kernel.after,
          )
        : []),
      ...(features > 0
        ? sumOver(
            dialect,
            'j',
            features,
            [float('h', read(beside, 'i', 'j'))],
            kernel.ofFeatures ?? {},
          )
        : []),
      float('score', kernel.score),
      `if (bad) { score = ${nan}; }`,
    ];
  }
  const text = JSON.stringify(kernel);
  return {
    scorer,
    key: `${scorer} ${from} ${classes} ${features} ${text}`,
    inputs,
    slots: classes,
    body,
  };
}
