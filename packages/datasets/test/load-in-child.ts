// Bundled and started by a test: loads one file into a cache and tells when half of it has come.
import { loadFile } from '../src/load-file.ts';

const [baseUrl, cache, bytes, sha256] = process.argv.slice(2) as [string, string, string, string];
await loadFile(
  { name: 'tiny', caller: 'tinySet', folders: [], mirrors: [], cure: 'nothing' },
  { name: 'pictures.gz', bytes: Number(bytes), sha256 },
  { baseUrl, cache, onProgress: () => process.send?.('some of it is here') },
);
process.disconnect?.();
