import type { From } from '../probabilities.ts';
import { type Dialect, type Input, literal, type Program } from './dialect.ts';
import { sumOver } from './sum-over.ts';

/**
 * A scorer of several passes, in the expressions that all dialects share; they may use `classes`, and
 * `passes` for the number of those.
 */
export interface PassKernel {
  /** What is summed over passes, of a class's probability `p` in one and its `mean` over all. */
  spread: string;
  /** What is summed over classes, of that sum `spread`. */
  ofClass: string;
  /** The score, of that sum `total`. */
  score: string;
}

/** The program of a scorer of `[m, n, classes]`. */
export function passProgram(
  scorer: string,
  kernel: PassKernel,
  { m, classes, from }: { m: number; classes: number; from: From },
): Program {
  const outputs: Input = { name: 'outputs', dtype: 'float32', shape: [m, 'n', classes] };
  const ofLogits = from === 'logits';

  function body(dialect: Dialect): string[] {
    const { float, floats, bool, loop, read, remember, recall, nan } = dialect;
    const x = read(outputs, 't', 'i', 'k');
    const each = `${loop('t', '0', `${m}`)} {`;
    const shifted = `exp(${x} - tops[t])`;
    const p = ofLogits ? `${recall(`t * ${classes} + k`, shifted)} / totals[t]` : x;
    const normalise = [
      floats('tops', m),
      floats('totals', m),
      each,
      float('largest', '-3.4e38'),
      `${loop('k', '0', `${classes}`)} {`,
      float('v', x),
      'if (isnan(v)) { bad = true; }',
      'largest = max(largest, v);',
      '}',
      'tops[t] = largest;',
      ...sumOver(dialect, 'k', classes, [], { ofPass: remember(`t * ${classes} + k`, shifted) }),
      'totals[t] = ofPass;',
      'if (isnan(ofPass) || ofPass <= 0.0) { bad = true; }',
      '}',
    ];
    const ofClass = [
      float('mean', '0.0'),
      each,
      float('p', p),
      ...(ofLogits ? [] : ['if (isnan(p)) { bad = true; }']),
      'mean += p;',
      '}',
      'mean = mean / passes;',
      float('spread', '0.0'),
      each,
      float('p', p),
      `spread += ${kernel.spread};`,
      '}',
    ];
    return [
      float('classes', literal(classes)),
      float('passes', literal(m)),
      bool('bad', 'false'),
      ...(ofLogits ? normalise : []),
      ...sumOver(dialect, 'k', classes, ofClass, { total: kernel.ofClass }),
      float('score', kernel.score),
      `if (bad) { score = ${nan}; }`,
    ];
  }
  const text = JSON.stringify(kernel);
  return {
    scorer,
    key: `${scorer} ${from} ${m} ${classes} ${text}`,
    inputs: [outputs],
    slots: ofLogits ? m * classes : 0,
    body,
  };
}
