import type { Report } from '../report/report.ts';
import type { Row } from '../suite.ts';

/** A file of results with these rows. */
export function someReport(rows: Row[], more: Partial<Report> = {}): Report {
  return {
    name: 'a-suite',
    suite: 'a-suite',
    question: 'How long?',
    command: 'pnpm bench a-suite',
    date: '2026-11-23T00:00:00.000Z',
    machine: {
      cpu: 'a processor',
      cores: 2,
      system: 'linux 6 x64',
      node: 'v20.20.2',
      tfjs: '4.22.0',
      commit: 'c0ffee',
    },
    backends: [{ name: 'wasm', device: 'a processor, WebAssembly with SIMD', software: false }],
    full: false,
    settings: { rounds: 10, turnMs: 25 },
    unit: 'ms per operation',
    rows,
    ...more,
  };
}
