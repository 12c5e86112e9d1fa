import type { Dialect } from './dialect.ts';

/** The functions that kernels may call, beside those that every language has. */
export function library(dialect: Dialect): string[] {
  const { define, float, pick } = dialect;
  return [
    pick,
    // ln(1 + x) for x >= 0, to float32's relative precision: 2 artanh(s) with s = x / (2 + x).
    define(
      'log1p',
      ['x'],
      [
        float('s', 'x / (x + 2.0)'),
        float('s2', 's * s'),
        float('series', '1.0 / 3.0 + s2 * (0.2 + s2 * (1.0 / 7.0 + s2 / 9.0))'),
        'if (s < 0.2) { return 2.0 * s * (1.0 + s2 * series); }',
        'return log(1.0 + x);',
      ],
    ),
    // As arithmetic.ts has it.
    define(
      'expm1',
      ['x'],
      [
        float('y', '0.5 * x'),
        float('a', 'y * (y * y + 15.0)'),
        'if (abs(x) < 0.5) { return 2.0 * a / (6.0 * y * y + 15.0 - a); }',
        'return exp(x) - 1.0;',
      ],
    ),
    // p ln(p / q) - p + q, as divergence.ts has it.
    define(
      'divergence',
      ['p', 'q'],
      [
        float('d', 'p - q'),
        float('s', 'd / max(p + q, 1e-30)'),
        float('s2', 's * s'),
        float('series', '1.0 / 3.0 + s2 * (0.2 + s2 / 7.0)'),
        'if (abs(s) < 0.2) { return s * (d + 2.0 * p * s2 * series); }',
        'return p * log(max(p / q, 1e-30)) - d;',
      ],
    ),
  ];
}
