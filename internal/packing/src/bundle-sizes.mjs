// Bundles every entry of every package as a page would get it: minified by Vite, tfjs left out. `pnpm size` then has
// size-limit print what each weighs with gzip, and hold it to its limit in .size-limit.json. Wants `pnpm build` before.
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const PACKAGES = fileURLToPath(new URL('../../../packages/', import.meta.url));
const OUT = fileURLToPath(new URL('../dist/', import.meta.url));

/** By the name of the bundle, the file that is its entry. */
const entries = {
  datasets: 'datasets/dist/index.js',
  scorers: 'scorers/dist/index.js',
  temperature: 'temperature/dist/index.js',
  samplers: 'samplers/dist/index.js',
  'samplers-device': 'samplers/dist/device.js',
  curricula: 'curricula/dist/index.js',
  'wasm-training': 'wasm-training/dist/index.js',
  'wasm-training-auto': 'wasm-training/dist/auto.js',
  backends: 'backends/dist/index.js',
};

/** Writes the bundles into a folder. */
export async function bundleAll(outDir = OUT) {
  for (const [name, file] of Object.entries(entries)) {
    await build({
      root: PACKAGES,
      configFile: false,
      logLevel: 'error',
      build: {
        outDir,
        emptyOutDir: false,
        minify: true,
        target: 'es2022',
        lib: { entry: `${PACKAGES}${file}`, formats: ['es'], fileName: () => `${name}.js` },
        rolldownOptions: {
          external: [/^@tensorflow\//, 'webgpu'],
          output: { minify: true, codeSplitting: false },
        },
      },
    });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await bundleAll();
