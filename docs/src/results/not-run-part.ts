import { presets } from '../../../packages/experiments/src/presets/presets.ts';
import type { Table } from './read-runs.ts';

/** The tables of presets that no committed run has, a line for each preset. */
export function notRunPart(tables: readonly Pick<Table, 'name'>[]): string {
  const run = new Set(tables.map(({ name }) => name));
  const lines = presets.flatMap((preset) => {
    const left = preset.tables.filter(({ name }) => !run.has(`${preset.name}/${name}`));
    if (left.length === 0) return [];
    const which = left.map(({ name }) => name).join(', ');
    return [`- \`${preset.name}\`: ${left.length} of ${preset.tables.length} tables: ${which}.`];
  });
  return lines.length === 0 ? 'Every preset has been run whole.' : lines.join('\n');
}
