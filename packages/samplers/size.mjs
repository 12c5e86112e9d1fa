// Prints how large the package is in a page: minified by Vite, then gzip -9. Needs `pnpm build` before.
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const dist = fileURLToPath(new URL('dist/', import.meta.url));

async function size(code) {
  const entry = 'virtual:entry';
  const [{ output }] = await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id.endsWith(entry) ? '\0entry' : undefined),
        load: (id) => (id === '\0entry' ? code : undefined),
      },
    ],
    build: {
      write: false,
      minify: true,
      lib: { entry, name: 'samplers', formats: ['iife'], fileName: 'out' },
      rolldownOptions: { external: [/^@tensorflow/] },
    },
  });
  return gzipSync(output[0].code, { level: 9 }).length;
}

const names = Object.keys(await import(`${dist}index.js`));
console.log(`all of it: ${await size(`export * from '${dist}index.js';`)} bytes`);
for (const name of names) {
  console.log(`${name}: ${await size(`export { ${name} } from '${dist}index.js';`)} bytes`);
}
console.log(`device: ${await size(`export * from '${dist}device.js';`)} bytes`);
