// Streams the bytes of `createRng`, alone or of 1,000 forks in turn, through Debian's dieharder (apt-get install
// dieharder), and prints what it finds. Needs `pnpm build` before; takes about half an hour. Exits 1 if a test failed.
//   node tools/dieharder.mjs alone|forks [test...] > tools/dieharder-alone.txt
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRng } from '../dist/index.js';

/**
 * Those that dieharder calls good, as they are by default, but of the lagged sums only some lags (all read 200 GB). Left
 * out are opso, oqso and dna, which it calls suspect, and sums (do not use). The numbers are those of `dieharder -l`.
 */
const TESTS = [
  ...[0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 15, 16, 17, 100, 101, 102].map(String),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((bits) => `200 -n ${bits}`),
  ...[2, 3, 4, 5].map((dimensions) => `201 -n ${dimensions}`),
  ...[2, 3, 4, 5].map((order) => `202 -n ${order}`),
  ...[0, 1, 3, 7].map((lag) => `203 -n ${lag}`),
  ...[204, 205, 206, 207, 208, 209].map(String),
];
const SEED = 20091;
const FORKS = 1000;
/** Name, n, samples, repetitions, p and verdict: the columns of dieharder's that are asked for. */
const COLUMNS = [8, 16, 32, 64, 128, 256].flatMap((column) => ['-D', String(column)]);

const [which, ...chosen] = process.argv.slice(2);
if (which !== 'alone' && which !== 'forks') {
  console.error('node tools/dieharder.mjs alone|forks [test...]');
  process.exit(2);
}
const parent = createRng(SEED);
const sources =
  which === 'alone' ? [parent] : Array.from({ length: FORKS }, (_, label) => parent.fork(label));
let turn = 0;
let bytes = 0;
const verdicts = { PASSED: 0, WEAK: 0, FAILED: 0 };

console.log(
  `# createRng(${SEED}), ${which === 'alone' ? 'by itself' : `${FORKS} forks, a number each in turn`}`,
);
console.log('# test, n, samples, repetitions, p, verdict (weak: p < 0.005; failed: p < 1e-6)');
for (const test of chosen.length > 0 ? chosen : TESTS) {
  for (const line of await outcomes(test)) {
    console.log(line);
    const verdict = Object.keys(verdicts).find((known) => line.includes(known));
    if (verdict === undefined) throw new Error(`dieharder says: ${line}`);
    verdicts[verdict]++;
  }
}
console.log(`# ${(bytes / 1e9).toFixed(1)}e9 bytes read;`, JSON.stringify(verdicts));
if (verdicts.FAILED > 0) process.exitCode = 1;

/** dieharder's lines on one test, which goes on in the stream where the last one ended. */
async function outcomes(test) {
  const child = spawn('dieharder', ['-g', '200', ...COLUMNS, '-d', ...test.split(' ')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const text = [];
  child.stdout.on('data', (data) => text.push(data));
  child.stdin.on('error', () => undefined); // it closes the pipe once it has read enough
  let ended = false;
  const end = once(child, 'close').then(() => {
    ended = true;
  });
  while (!ended) {
    if (!child.stdin.write(chunk())) {
      const drained = new Promise((resolve) => child.stdin.once('drain', resolve));
      await Promise.race([drained, end]);
    }
  }
  bytes += child.stdin.bytesWritten;
  return Buffer.concat(text)
    .toString()
    .trim()
    .split(/\s*\n\s*/);
}

/** The first 48 bits of each number: two numbers make three words. */
function chunk() {
  const words = new Uint32Array(3 * 2 ** 13);
  for (let k = 0; k < words.length; k += 3) {
    const first = next() * 65536 ** 2;
    const second = next() * 65536 ** 2;
    words[k] = first;
    words[k + 1] = second;
    words[k + 2] = Math.floor((first % 1) * 65536) * 65536 + (second % 1) * 65536;
  }
  return Buffer.from(words.buffer);
}

function next() {
  const source = sources[turn];
  turn = (turn + 1) % sources.length;
  return source();
}
