import { Command } from 'commander';
import { optimizers } from '../models/optimizers.ts';
import { modelPresets } from '../models/presets.ts';
import { presets } from '../presets/presets.ts';
import { arms } from '../training/arms.ts';
import { dataPresets } from '../training/data.ts';
import { scorerPresets } from '../training/scorers.ts';

interface Entry {
  name: string;
  description: string;
}

/** `gradus list`. */
export function listCommand(): Command {
  return new Command('list')
    .description('Show every data set, model, curriculum, scorer and optimizer that run takes.')
    .action(() => console.log(listing()));
}

/** Everything that has a name, section by section. */
export function listing(): string {
  const byName = (all: Record<string, { description: string }>): Entry[] =>
    Object.entries(all).map(([name, { description }]) => ({ name, description }));
  const quick = { name: 'quick', description: 'the default: GeoShapes in about a minute' };
  const sections: [string, readonly Entry[]][] = [
    ['presets', [quick, ...presets]],
    [
      '--dataset',
      [
        ...dataPresets,
        { name: 'path:FOLDER', description: 'IDX or .npy pairs, or class folders of PNG or JPEG' },
      ],
    ],
    [
      '--model',
      [...modelPresets, { name: './net.mjs', description: 'a file of your own: exports build' }],
    ],
    ['--curricula', byName(arms)],
    [
      '--scorer',
      [...scorerPresets, { name: './score.mjs', description: 'a file of your own: exports score' }],
    ],
    ['--optimizer', byName(optimizers)],
  ];
  return sections
    .map(([title, entries]) => {
      const width = Math.max(...entries.map(({ name }) => name.length));
      const lines = entries.map(
        ({ name, description }) => `  ${name.padEnd(width)}  ${description}`,
      );
      return [title, ...lines].join('\n');
    })
    .join('\n\n');
}
