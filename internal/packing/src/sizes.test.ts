import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundleAll } from './bundle-sizes.mjs';
import { command } from './command.ts';
import { published } from './published.ts';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));
const limits = JSON.parse(readFileSync(`${FOLDER}.size-limit.json`, 'utf8')) as {
  name: string;
  limit: string;
}[];

/** What READMEs say that all of a package weighs. */
const claims = published.flatMap(({ name, folder }) => {
  const readme = readFileSync(`${FOLDER}../../packages/${folder}/README.md`, 'utf8');
  const said = /all of it is (?<kilobytes>[\d.]+) kB/i.exec(readme)?.groups?.kilobytes;
  return said === undefined ? [] : [{ name, kilobytes: Number(said) }];
});

describe('a page downloads', () => {
  let measured: { name: string; passed: boolean; size: number }[];

  beforeAll(async () => {
    await bundleAll();
    // It fails where one is too large, and says which all the same.
    const printed = await command('node_modules/.bin/size-limit', ['--json'], FOLDER).catch(
      (error: Error) => error.message.slice(error.message.indexOf('[')),
    );
    measured = JSON.parse(printed);
  });

  test.each(limits)('no more than $limit of $name', ({ name, limit }) => {
    const found = measured.find((one) => one.name === name);
    console.log(`${name}: ${((found?.size ?? 0) / 1000).toFixed(2)} kB`);
    expect(found?.passed, `${found?.size} bytes, ${limit} allowed`).toBe(true);
    // A bundle that holds nothing would pass, too.
    expect(found?.size).toBeGreaterThan(0.8 * 1000 * Number.parseFloat(limit));
  });

  test.each(claims)('what the README of $name says', ({ name, kilobytes }) => {
    const found = measured.find((one) => one.name === name);
    expect(Math.abs((found?.size ?? 0) / (1000 * kilobytes) - 1)).toBeLessThan(0.05);
  });

  test('of every package that a page can hold', () => {
    const held = limits.map(({ name }) => name);
    const able = published.filter(({ nodeOnly }) => !nodeOnly).map(({ name }) => name);
    expect(able.filter((name) => !held.includes(name))).toEqual([]);
  });
});
