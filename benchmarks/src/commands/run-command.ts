import { fileURLToPath } from 'node:url';
import type { BackendName } from '@gradus/backends';
import type { Command } from 'commander';
import { openBrowser } from '../browser/open-browser.ts';
import type { Goal } from '../goal.ts';
import { machine, machineName } from '../machine.ts';
import { FULL, QUICK } from '../measure.ts';
import { markdown } from '../report/markdown.ts';
import type { Report } from '../report/report.ts';
import { savePage, saveReport } from '../report/save.ts';
import { type Asked, type Found, runSuite } from '../run-suite.ts';
import { addSoftwareDriver } from '../software-driver.ts';
import type { SuiteFile } from '../suites-here.ts';
import { UsageError } from '../usage-error.ts';
import { parseBackends, parseWhole } from './option-values.ts';

const IN_NODE: BackendName[] = ['cpu', 'wasm', 'webgpu', 'node', 'node-gpu'];
const IN_A_PAGE: BackendName[] = ['cpu', 'wasm', 'webgl', 'webgpu'];

export interface Options {
  backend?: BackendName[];
  browser?: true;
  full?: true;
  list?: true;
  rounds?: number;
  turn?: number;
  out: string;
  save?: true;
}

/** Makes `pnpm bench [suite...]`, the command that measures, of the command given. */
export function runCommand(command: Command, suites: () => Promise<SuiteFile[]>): Command {
  return command
    .argument('[suite...]', 'what to measure; all of them if left out')
    .option(
      '-b, --backend <names>',
      'backends, with commas between; by default all that are here (emulated adapters are measured only where they are named)',
      parseBackends,
    )
    .option('--browser', 'in a page of Chromium or Chrome instead of in Node')
    .option('-f, --full', 'larger settings, more rounds, longer turns')
    .option('--rounds <n>', 'turns of each arm', parseWhole)
    .option('--turn <ms>', 'how long a turn lasts', parseWhole)
    .option('-o, --out <folder>', 'where results go', 'runs/bench')
    .option('--save', 'keep the results in benchmarks/results/<machine>-<date>/, to be quoted')
    .option('--list', 'print the suites and their questions')
    .action(async (names: string[], options: Options) => {
      const all = await suites();
      if (options.list) {
        console.log(all.map(({ suite }) => `${suite.name}: ${suite.question}`).join('\n'));
        return;
      }
      const unknown = names.find((name) => !all.some(({ suite }) => suite.name === name));
      if (unknown !== undefined) {
        const known = all.map(({ suite }) => suite.name).join(', ');
        throw new UsageError(`there is no suite '${unknown}', only ${known}`);
      }
      const asked = names.length === 0 ? all : all.filter((one) => names.includes(one.suite.name));
      const { failed } = await runAll(asked, names, options);
      if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
    });
}

/** What came of a run. */
interface Outcome {
  /** The names of suites that failed. */
  failed: string[];
  goals: Goal[];
  /** What each backend ran on, and why others did not. */
  devices: Map<string, string>;
  absent: Map<string, string>;
}

/** Runs suite after suite, and keeps what each found as soon as it is there. */
export async function runAll(
  asked: SuiteFile[],
  names: string[],
  options: Options,
): Promise<Outcome> {
  const { full = false, browser: inPage = false } = options;
  const here = machine();
  if (options.backend?.includes('webgpu')) addSoftwareDriver();
  const base = full ? FULL : QUICK;
  const settings = {
    ...base,
    rounds: options.rounds ?? base.rounds,
    turnMs: options.turn ?? base.turnMs,
  };
  const asking: Asked = {
    backends: options.backend ?? (inPage ? IN_A_PAGE : IN_NODE),
    software: options.backend !== undefined,
    full,
    settings,
  };
  const day = new Date().toISOString().slice(0, 10);
  const folder = options.save
    ? fileURLToPath(new URL(`../../results/${machineName(here)}-${day}`, import.meta.url))
    : options.out;
  const browser = inPage ? await openBrowser(asked) : undefined;
  if (browser !== undefined) here.browser = browser.name;
  const where = browser === undefined ? `Node ${here.node}` : browser.name;
  console.log(`${here.cpu}, ${here.cores} cores, ${where}, tfjs ${here.tfjs}`);
  const outcome: Outcome = { failed: [], goals: [], devices: new Map(), absent: new Map() };
  try {
    for (const { suite } of asked) {
      const name = browser === undefined ? suite.name : `${suite.name}.browser`;
      const start = performance.now();
      try {
        const { rows, backends, goals }: Found =
          browser === undefined
            ? await runSuite(suite, asking)
            : await browser.runSuite(suite, asking);
        const report: Report = {
          name,
          suite: suite.name,
          question: suite.question,
          command: commandOf(names, options),
          date: new Date().toISOString(),
          machine: here,
          backends,
          full,
          settings: { rounds: settings.rounds, turnMs: settings.turnMs },
          unit: 'ms per operation',
          rows,
          ...(goals.length > 0 && { goals }),
        };
        await saveReport(folder, report);
        outcome.goals.push(...goals);
        for (const { name, device } of backends) outcome.devices.set(name, device);
        for (const row of rows) if ('absent' in row) outcome.absent.set(row.arm, row.absent);
        console.log(`\n${markdown(report)}`);
        console.log(`\n${((performance.now() - start) / 1000).toFixed(0)} s`);
      } catch (error) {
        outcome.failed.push(name);
        console.error(`\n## ${name}\n\nFAILED`, error);
      }
    }
  } finally {
    await browser?.close();
  }
  console.log(`\n${await savePage(folder)}`);
  return outcome;
}

/** What to type for the same again. */
function commandOf(names: string[], options: Options): string {
  const { backend, browser, full, rounds, turn } = options;
  return [
    'pnpm bench',
    ...names,
    ...(backend ? [`--backend ${backend.join(',')}`] : []),
    ...(browser ? ['--browser'] : []),
    ...(full ? ['--full'] : []),
    ...(rounds ? [`--rounds ${rounds}`] : []),
    ...(turn ? [`--turn ${turn}`] : []),
  ].join(' ');
}
