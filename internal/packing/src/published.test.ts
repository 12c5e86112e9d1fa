import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { compile, writeApp } from './app.ts';
import { runPage } from './browser.ts';
import { command } from './command.ts';
import { dependenciesOf, emptyProject, install, namesToInstall } from './install.ts';
import { published } from './published.ts';

const scratch = inject('scratch');
const peer = '@tensorflow/tfjs-core';
const siblings = published.map(({ name }) => name).filter((name) => name !== 'gradus');

describe.each(published)('$name, taken alone', (some) => {
  const { name, entries, standsAlone, beside, nodeOnly } = some;
  let folder: string;

  beforeAll(async () => {
    folder = emptyProject(scratch, name);
    // Before the first release its siblings are on no registry.
    await install(scratch, folder, name === 'gradus' ? [name, ...siblings] : [name]);
  });

  test('it loads with nothing but what it must have', async () => {
    const asked = await dependenciesOf(folder, name);
    if (standsAlone) expect(asked.filter((one) => one !== peer)).toEqual([]);
    const load = entries.map((entry) => `import * as it from '${entry}';`).join('\n');
    const count = `console.log(Object.keys(it).length);`;
    const names = await command(
      process.execPath,
      ['--input-type=module', '-e', `${load}${count}`],
      folder,
    );
    expect(Number(names)).toBeGreaterThan(0);
  });

  describe('installed as its README says', () => {
    beforeAll(async () => {
      const readme = readFileSync(join(folder, 'node_modules', name, 'README.md'), 'utf8');
      const names = namesToInstall(readme);
      expect(names).toContain(name);
      const others = [...names, ...beside].filter((one) => one !== name);
      if (others.length > 0) await install(scratch, folder, others);
      writeApp(folder, some);
    });

    test('types check under nodenext, and its samples run in Node', async () => {
      expect(await compile(folder, 'nodenext')).toEqual([]);
      const printed = await command(process.execPath, ['nodenext/node.js'], folder);
      const { ran, failed } = JSON.parse(printed.trim().split('\n').at(-1) as string);
      expect(failed).toEqual([]);
      expect(ran.length).toBeGreaterThan(0);
    });

    test('types check under bundler', async () => {
      expect(await compile(folder, 'bundler')).toEqual([]);
    });

    // A page cannot hold the command, and the others have none.
    if (nodeOnly) {
      test('its command trains, and writes a report', async () => {
        const arms = ['--curricula', 'uniform,dynamic-free', '--seeds', '1', '--steps', '20'];
        const gradus = join(folder, 'node_modules/.bin/gradus');
        const printed = await command(gradus, ['run', ...arms, '--out', 'runs/short'], folder);
        expect(printed).toContain('dynamic-free');
        expect(existsSync(join(folder, 'runs/short/report.html'))).toBe(true);
      });
    } else {
      test('its samples run in Chromium, bundled by Vite', async () => {
        const { ran, failed, errors } = await runPage(folder);
        expect(failed).toEqual([]);
        expect(errors).toEqual([]);
        expect(ran.length).toBeGreaterThan(0);
      });
    }
  });
});
