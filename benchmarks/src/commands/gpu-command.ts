import type { BackendName } from '@gradus/backends';
import { Command } from 'commander';
import { type Goal, goalLines } from '../goal.ts';
import type { SuiteFile } from '../suites-here.ts';
import { type Options, runAll } from './run-command.ts';

/** The suites that judge what a GPU is to do. */
const SUITES = ['scoring-latency', 'scoring-end-to-end'];

interface Place {
  where: string;
  backend: BackendName[];
  browser?: true;
}
const PLACES: Place[] = [
  { where: 'in Node', backend: ['webgpu'] },
  { where: 'in a page', backend: ['webgl', 'webgpu'], browser: true },
];

/** `pnpm bench gpu`, with the options of `pnpm bench`: its last lines are a verdict for each goal. */
export function gpuCommand(suites: () => Promise<SuiteFile[]>): Command {
  return new Command('gpu')
    .description(
      "Judge whether scorers reach their goals on this machine's GPU, in Node and in a page; exit 1 if not.",
    )
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const asked = (await suites()).filter(({ suite }) => SUITES.includes(suite.name));
      const failed: string[] = [];
      const goals: Goal[] = [];
      const devices: string[] = [];
      for (const { where, ...place } of PLACES) {
        const told = (name: string, reason: string): Goal => ({
          goal: `${where}, ${name}`,
          verdict: 'not measurable',
          found: reason,
        });
        try {
          const ran = await runAll(asked, SUITES, { ...options, ...place });
          failed.push(...ran.failed);
          goals.push(...ran.goals.map((one) => ({ ...one, goal: `${where}, ${one.goal}` })));
          for (const name of place.backend) {
            const device = ran.devices.get(name);
            if (device === undefined) goals.push(told(name, ran.absent.get(name) ?? 'not here'));
            else devices.push(`${where}, ${name} is ${device}`);
          }
        } catch (error) {
          // That there is no browser takes nothing from what Node has shown.
          goals.push(told('all', error instanceof Error ? error.message : String(error)));
        }
      }
      console.log(['', ...devices, ...goalLines(goals)].join('\n'));
      const missed = goals.filter(({ verdict }) => verdict === 'missed').length;
      if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
      if (missed > 0) throw new Error(`${missed} of ${goals.length} goals missed`);
    });
}
