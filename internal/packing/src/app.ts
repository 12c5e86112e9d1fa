import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { samplesOf } from '../../../tools/doc-samples.ts';
import { command } from './command.ts';
import type { Published } from './published.ts';

const BIN = fileURLToPath(new URL('../../../node_modules/.bin/', import.meta.url));

/** Asserts what a sample's `// => value` says; it goes where vitest cannot. */
const EXPECT = `
function __expect(found: unknown) {
  return {
    toEqual(wanted: unknown) {
      if (!same(found, wanted)) throw new Error(\`\${JSON.stringify(found)} is not \${JSON.stringify(wanted)}\`);
    },
  };
}
function same(a: any, b: any): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a.constructor !== b.constructor) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
}
`;

/** Runs the samples one after the other: what failed, a line each. */
const RUN = `
export async function run(): Promise<{ ran: string[]; failed: string[] }> {
  const ran: string[] = [];
  const failed: string[] = [];
  for (const [name, sample] of samples) {
    ran.push(name);
    try {
      await sample();
    } catch (error) {
      failed.push(\`\${name}: \${error instanceof Error ? error.stack : error}\`);
    }
  }
  return { ran, failed };
}
`;

/** The \`.wasm\` files, which a page has to be told of. */
const WASM = `
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
setWasmPaths({
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
});
`;

/**
 * Writes, beside what is installed in a folder, the two programs of someone who copied the samples of a README: one
 * for Node, in `node.ts`, and one for a page, in `page.ts` and `index.html`.
 */
export function writeApp(folder: string, { name, setUp, more = '', nodeOnly }: Published): void {
  const readme = readFileSync(join(folder, 'node_modules', name, 'README.md'), 'utf8');
  const forNode = [...samplesOf('README.md', readme), ...samplesOf('more', more)];
  // With a bundler these take the place of the others.
  const bundled = samplesOf('README.md', readme, (meta) => meta.includes('bundled'));
  // Hoisted where one sample imports what the next uses, too.
  const shared = bundled.length > 0 ? importsOf(forNode, name) : [];
  const forPage = bundled.length > 0 ? bundled : forNode;
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

  write('node-samples.ts', program(setUp, importsOf(forNode), forNode));
  write(
    'node.ts',
    `import { run } from './node-samples.js';\nconsole.log(JSON.stringify(await run()));\n`,
  );
  write('tsconfig.nodenext.json', JSON.stringify(tsconfig('nodenext', 'node.ts')));
  if (nodeOnly) {
    write('tsconfig.bundler.json', JSON.stringify(tsconfig('bundler', 'node.ts')));
    return;
  }
  const wasm = /tfjs-backend-wasm'/.test(JSON.stringify(forPage)) && bundled.length === 0;
  write('urls.d.ts', `declare module '*?url' {\n  const url: string;\n  export default url;\n}\n`);
  write('paths.ts', wasm ? WASM : 'export {};\n');
  write('page-samples.ts', program(setUp, [...importsOf(forPage), ...shared], forPage));
  write(
    'page.ts',
    `import './paths';\nimport { run } from './page-samples';\nObject.assign(window, { finished: run() });\n`,
  );
  write(
    'index.html',
    '<!doctype html><title>samples</title><script type="module" src="page.ts"></script>',
  );
  write('tsconfig.bundler.json', JSON.stringify(tsconfig('bundler', 'page.ts')));
}

/**
 * Compiles the app as its owner would: what the compiler says of the app and of the packages here, declarations
 * included. tfjs's own declarations clash with the compiler's, which is why its users skip them.
 */
export async function compile(
  folder: string,
  resolution: 'nodenext' | 'bundler',
): Promise<string[]> {
  const said = await command(
    `${BIN}tsc`,
    ['-p', `tsconfig.${resolution}.json`, '--pretty', 'false'],
    folder,
  ).catch((error: Error) => error.message);
  return said.split('\n').filter((line) => OURS.test(line));
}

/** An error in a file of the app, or in one of the packages. */
const OURS = /^(?!\.\.)(?!node_modules\/(?!@?gradus\/)).*: error TS/;

interface Sample {
  name: string;
  imports: string[];
  body: string;
}

function importsOf(samples: Sample[], from = ''): string[] {
  return samples.flatMap(({ imports }) => imports.filter((line) => line.includes(from)));
}

function program(setUp: string, imports: string[], samples: Sample[]): string {
  const each = samples.map(
    ({ name, body }) => `  [${JSON.stringify(name)}, async () => {\n${body}  }],`,
  );
  return [
    setUp,
    ...new Set(imports),
    EXPECT,
    'const samples: [string, () => Promise<void>][] = [',
    ...each,
    '];',
    RUN,
  ].join('\n');
}

function tsconfig(resolution: 'nodenext' | 'bundler', file: string): object {
  return {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2022', 'dom'],
      module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution: resolution,
      strict: true,
      skipLibCheck: false,
      types: [],
      outDir: resolution,
    },
    files: [file, ...(file === 'page.ts' ? ['urls.d.ts'] : [])],
  };
}
