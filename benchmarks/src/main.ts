import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BackendName } from '@gradus/backends';
import { startBackends } from './backends.ts';
import { machine, machineName } from './machine.ts';
import { FULL, measure, QUICK } from './measure.ts';
import { markdown, type Report } from './report.ts';
import type { Context, Row, Suite } from './suite.ts';

const HELP = `pnpm bench [suite...] [options]

  --backend wasm,cpu   the backends (all of Node's that are here; emulated adapters only by name)
  --full               larger settings and more rounds
  --out DIR            also write DIR/<suite>.json
  --save               the same, to benchmarks/results/<machine>-<date>/
  --help

Suites:
`;
const NODE_BACKENDS: BackendName[] = ['cpu', 'wasm', 'webgpu', 'node', 'node-gpu'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string' },
    full: { type: 'boolean', default: false },
    out: { type: 'string' },
    save: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
process.exitCode = await main();

async function main(): Promise<number> {
  const known = await suites();
  if (values.help) {
    console.log(HELP + known.map(({ name, question }) => `  ${name}: ${question}`).join('\n'));
    return 0;
  }
  const unknown = positionals.find((name) => !known.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    console.error(`bench: no suite ${unknown}; there are ${known.map((s) => s.name).join(', ')}`);
    return 2;
  }
  const here = machine();
  const { backends, absent } = await startBackends(
    values.backend === undefined ? NODE_BACKENDS : (values.backend.split(',') as BackendName[]),
    { software: values.backend !== undefined },
  );
  console.log(`${here.cpu}, ${here.cores} cores, Node ${here.node}, tfjs ${here.tfjs}`);
  const context: Context = {
    backends,
    absentBackends: absent.map(({ name, reason }) => ({
      subject: 'backends that are not here',
      arm: name,
      absent: reason,
    })),
    full: values.full,
    measure: (subject, arms) => measure(subject, arms, values.full ? FULL : QUICK),
  };
  let failed = 0;
  for (const suite of known) {
    if (positionals.length > 0 && !positionals.includes(suite.name)) continue;
    try {
      const rows = await suite.run(context);
      const table = markdown(suite, rows);
      console.log(`\n${table}`);
      for (const folder of folders()) write(folder, suite, rows);
    } catch (error) {
      failed++;
      console.error(`\n## ${suite.name}\n\nFAILED`, error);
    }
  }
  return failed === 0 ? 0 : 1;

  function folders(): string[] {
    const day = new Date().toISOString().slice(0, 10);
    const kept = fileURLToPath(new URL(`../results/${machineName(here)}-${day}`, import.meta.url));
    return [...(values.out === undefined ? [] : [values.out]), ...(values.save ? [kept] : [])];
  }

  function write(folder: string, { name, question }: Suite, rows: Row[]): void {
    const report: Report = {
      suite: name,
      question,
      date: new Date().toISOString(),
      machine: here,
      backends: backends.map(({ name, device }) => ({ name, device })),
      full: values.full,
      unit: 'ms per operation',
      rows,
    };
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(report, undefined, 2)}\n`);
  }
}

/** Every file of `suites/`: a suite is added by adding its file. */
async function suites(): Promise<Suite[]> {
  const folder = new URL('suites/', import.meta.url);
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  const modules = await Promise.all(
    files.sort().map((file) => import(new URL(file, folder).href) as Promise<{ suite: Suite }>),
  );
  return modules.map(({ suite }) => suite);
}
