import type { From } from '../probabilities.ts';
import { type Dialect, type Input, literal, type Program } from './dialect.ts';
import { sumOver } from './sum-over.ts';

/**
 * A scorer of rows, in the expressions that all dialects share.
 *
 * They may use `p`, the probability of the class at hand, `others`, which is `p` but 0 for the class set
 * apart, the names of the sums, and `classes`; from logits also the one at hand, `x`, and what they become
 * probabilities by: p = exp(x - largest) / total.
 */
export interface RowKernel {
  /** Which class is set apart: the likeliest, with probability `top` (and the next one's `second`); or the label. */
  apart?: 'top' | 'top two' | 'label';
  /** Numbers of the row that are needed before the sums. */
  before?: Record<string, string>;
  /** Sums over classes. */
  sums: Record<string, string>;
  /** Sums over classes that need the first ones. */
  after?: Record<string, string>;
  /** Whether a reference `[n, classes]` stands beside the outputs: `q` is its number for the class at hand. */
  reference?: boolean;
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
  const reference: Input = { name: 'reference', dtype: 'float32', shape: ['n', classes] };
  const beside: Input = { name: 'features', dtype: 'float32', shape: ['n', features] };
  const inputs = [outputs];
  if (kernel.apart === 'label') inputs.push(labels);
  if (kernel.reference) inputs.push(reference);
  if (features > 0) inputs.push(beside);

  function body(dialect: Dialect): string[] {
    const { float, int, bool, loop, read, remember, recall, nan } = dialect;
    const label = kernel.apart === 'label';
    const two = kernel.apart === 'top two';
    const top = two || kernel.apart === 'top';
    const ofLogits = from === 'logits';
    const x = read(outputs, 'i', 'k');
    const shifted = `exp(${x} - largest)`;
    const checkLabel = [
      int('at', read(labels, 'i')),
      `if (at < 0 || at >= ${classes}) { bad = true; at = 0; }`,
    ];
    const findLargest = [
      ...(label ? [] : [int('at', '0')]),
      float('largest', LOWEST),
      ...(two ? [float('next', LOWEST)] : []),
      `${loop('k', '0', `${classes}`)} {`,
      float('v', x),
      'if (isnan(v)) { bad = true; }',
      `if (v > largest) { ${two ? 'next = largest; ' : ''}largest = v; ${label ? '' : 'at = k; '}}`,
      ...(two ? ['else if (v > next) { next = v; }'] : []),
      '}',
    ];
    const findTotal = [
      ...sumOver(dialect, 'k', classes, [], { total: remember('k', shifted) }),
      'if (isnan(total) || total <= 0.0) { bad = true; }',
    ];
    const ofClass = [
      ...(ofLogits ? [float('x', x)] : []),
      float('p', ofLogits ? `${recall('k', shifted)} / total` : x),
      ...(kernel.apart ? [float('others', 'pick(k == at, 0.0, p)')] : []),
      ...(kernel.reference ? [float('q', read(reference, 'i', 'k'))] : []),
    ];
    const checkClass = [
      ...(ofLogits || top ? [] : ['if (isnan(p)) { bad = true; }']),
      ...(kernel.reference ? ['if (isnan(q)) { bad = true; }'] : []),
      ...(label ? ['if (k == at) { labelled = p; }'] : []),
    ];
    const sumFeatures = () =>
      sumOver(
        dialect,
        'j',
        features,
        [float('h', read(beside, 'i', 'j'))],
        kernel.ofFeatures ?? {},
      );
    return [
      float('classes', literal(classes)),
      bool('bad', 'false'),
      ...(label ? [...checkLabel, float('labelled', '0.0')] : []),
      ...(ofLogits || top ? findLargest : []),
      ...(ofLogits ? findTotal : []),
      ...(top ? [float('top', ofLogits ? '1.0 / total' : 'largest')] : []),
      ...(two
        ? [float('second', ofLogits ? 'exp(next - largest) / total' : 'max(next, 0.0)')]
        : []),
      ...Object.entries(kernel.before ?? {}).map(([name, value]) => float(name, value)),
      ...sumOver(dialect, 'k', classes, [...ofClass, ...checkClass], kernel.sums),
      ...(kernel.after ? sumOver(dialect, 'k', classes, ofClass, kernel.after) : []),
      ...(features > 0 ? sumFeatures() : []),
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
