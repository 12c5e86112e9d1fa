import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'vitest/config';

const FENCE = /^```ts(?<meta>[^\n]*)\n(?<code>.*?)^```/gms;
const COMMENT = /\/\*\*.*?\*\//gs;
const IMPORT = /^import\s.*?;\n/gms;
const EXPECT = /^(?<expr>[^\s/].*?);\s*\/\/ => (?<value>.+)$/gm;

/**
 * Runs documentation as tests: a Markdown file becomes a test file holding one test for each
 * TypeScript sample in it and, where it is a package's `README.md`, in the doc comments under `src/`.
 *
 * A line `expression; // => value` asserts that the two are equal. Mark a sample that must not
 * run as ` ```ts no-run `.
 */
export function docSamples(): Plugin {
  return {
    name: 'doc-samples',
    enforce: 'pre',
    transform(text, id) {
      if (!id.endsWith('.md')) return;
      const sources = id.endsWith('/README.md') ? commentsBeside(id) : [];
      const samples = [[basename(id), text] as const, ...sources].flatMap(([name, body]) =>
        samplesOf(name, body),
      );
      return [
        `import { expect as __expect, test as __test } from 'vitest';`,
        ...new Set(samples.flatMap((sample) => sample.imports)),
        ...samples.map(
          ({ name, body }) => `__test(${JSON.stringify(name)}, async () => {\n${body}});`,
        ),
      ].join('\n');
    },
  };
}

/** The doc comments of each source under the `src/` beside a README. */
function commentsBeside(readme: string): (readonly [name: string, comments: string])[] {
  const src = join(dirname(readme), 'src');
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => [name, commentsOf(readFileSync(join(src, name), 'utf8'))] as const);
}

/** Blanks everything but the doc comments, keeping line numbers. */
function commentsOf(source: string): string {
  let out = '';
  let end = 0;
  for (const match of source.matchAll(COMMENT)) {
    out += source.slice(end, match.index).replace(/[^\n]/g, '');
    out += match[0].replace(/^\s*\*? ?/gm, '');
    end = match.index + match[0].length;
  }
  return out;
}

/**
 * The TypeScript samples of a Markdown text that `wanted` says yes to, by what stands after ` ```ts `: its
 * imports, and its body with `expression; // => value` as a call of `__expect`.
 */
export function samplesOf(
  file: string,
  text: string,
  wanted: (meta: string) => boolean = (meta) => !meta.includes('no-run'),
): { name: string; imports: string[]; body: string }[] {
  return [...text.matchAll(FENCE)]
    .filter((match) => wanted(match.groups?.meta ?? ''))
    .map((match) => {
      const code = match.groups?.code ?? '';
      return {
        name: `${file}:${text.slice(0, match.index).split('\n').length}`,
        imports: [...code.matchAll(IMPORT)].flatMap((found) => oneByOne(found[0].trim())),
        body: code.replace(IMPORT, '').replace(EXPECT, '__expect($1).toEqual($2);'),
      };
    });
}

/** An import of several names as one import each, so that samples may share some of their names. */
function oneByOne(statement: string): string[] {
  const { names, from } =
    /^import \{(?<names>[^}]*)\} from (?<from>.*);$/.exec(statement)?.groups ?? {};
  if (names === undefined) return [statement];
  const each = names.split(',').map((name) => name.trim());
  return each.filter((name) => name !== '').map((name) => `import { ${name} } from ${from};`);
}
