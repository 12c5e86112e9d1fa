// Compiles simd/training.ts with what it exports, and run as a program writes its bytes, in base64, to src/simd/bytes.ts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const BYTES = fileURLToPath(new URL('../src/simd/bytes.ts', import.meta.url));
const FLAGS = '-O3 --noAssert --runtime stub --enable simd --importMemory --initialMemory 0';

/** The source of src/simd/bytes.ts. */
export async function compiled() {
  let binary;
  const { error, stderr } = await asc.main(
    ['training.ts', '--outFile', 'out.wasm', ...FLAGS.split(' ')],
    {
      readFile: (name) => {
        const file = new URL(name.replace('.ts.ts', '.ts'), import.meta.url); // imports here say .ts, which asc adds
        return existsSync(file) ? readFileSync(file, 'utf8') : null;
      },
      writeFile: (_, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString(), { cause: error });
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,92}/g);
  return [
    '// Made from simd/training.ts: pnpm --filter @gradus/wasm-training build:simd',
    '',
    '/** The compiled loops, in base64. */',
    'export const BYTES: string = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(BYTES, await compiled());
}
