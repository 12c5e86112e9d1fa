// Figures of speed in READMEs and docs pages, taken from files in benchmarks/results and never typed:
//
//   a step takes <!-- bench training-step :: MLP :: with wasm-training / stock @ wasm -->0.12<!-- /bench --> of ...
//
// A marker names a suite (or FOLDER/suite), a subject, and an arm: its median time, or the ratio of two arms. Subject
// and arm are whole names or beginnings that fit one alone; `@ wasm` picks the backend; a last `:: cold` another field.
// `<!-- bench training-step :: about -->` tells machine, versions, day and command. `pnpm bench:quote` fills them in
// from the folder that benchmarks/results/quoted.json names; `--from FOLDER` names another; `--check` only looks.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RESULTS = join(ROOT, 'benchmarks/results');
const QUOTED = join(RESULTS, 'quoted.json');
const FIELDS = ['median', 'min', 'p25', 'p75', 'cold', 'launch'];
const MARKER = /<!-- bench (.+?) -->(.*?)<!-- \/bench -->/gs;

/** Numbers with a unit of time or a factor that are no claim of speed: where, what, and what they are instead. */
export const NO_CLAIMS = [
  { file: 'README.md', text: 'about a minute', why: 'what to expect of the first command' },
  {
    file: 'packages/backends/README.md',
    text: 'a second or two where tfjs-node is installed',
    why: 'what to expect of a look-up',
  },
  {
    file: 'packages/datasets/README.md',
    text: '15 s of silence are a failure',
    why: 'a limit that the code sets',
  },
  {
    file: 'packages/temperature/README.md',
    text: 'ten times as often as the easiest',
    why: 'a ratio of probabilities',
  },
  { file: 'docs/recipes/browser.md', text: 'every 50 ms or so', why: 'advice' },
  { file: 'benchmarks/README.md', text: 'make a run last 10 µs', why: 'advice' },
];

/** What reads like a claim of speed. */
const CLAIMS = [
  /\b\d[\d.,]*\s?(ns|µs|μs|us|ms)\b/g,
  /\b\d[\d.,]*\s?(s|seconds?|minutes?|hours?)\b/g,
  /\b(about|in|takes?|took|within) a (few )?(seconds?|minutes?|hours?)\b/g,
  /\b(\d[\d.,]*)?\d\s?[x×](?![\w-]|\s?\d)/g,
  /\b\d[\d.,]*[ -](times|fold)\b/g,
  /\b(two|three|four|five|six|seven|eight|nine|ten) times (as|the|faster|slower|quicker)\b/g,
  /\b(twice|half) as (fast|slow|long|quick)/g,
  /\b\d[\d.,]*\s?% (faster|slower|quicker|less time|more time|of the time)/g,
  /\b\d+\.\d+ of (the|a|an|what|[A-Z])/g,
];

/** Fills in every marker of a page, outside of its code. `read` gives a file of results by its name. */
export function quote(page, read) {
  const fill = (_, key) => `<!-- bench ${key} -->${figure(key, read)}<!-- /bench -->`;
  return parts(page)
    .map((part, i) => (i % 2 === 0 ? part.replaceAll(MARKER, fill) : part))
    .join('');
}

/** The text of a figure. */
export function figure(key, read) {
  const [file, subject, arms, field = 'median'] = key.split(' :: ').map((part) => part.trim());
  const report = read(file);
  if (subject === 'about') return about(report);
  if (arms === undefined) throw new Error(`bench ${key}: names no arm`);
  if (!FIELDS.includes(field)) throw new Error(`bench ${key}: there is no field ${field}`);
  const subjects = [...new Set(report.rows.map((row) => row.subject))];
  const rows = report.rows.filter((row) => row.subject === pick(key, subject, subjects));
  const [value, over] = arms.split(' / ').map((arm) => timeOf(key, arm, field, rows, report));
  return over === undefined ? time(value) : String(Number((value / over).toPrecision(2)));
}

/** What reads like a claim of speed and is no figure of a marker, in a page of Markdown. */
export function untraced(page) {
  const text = parts(page)
    .filter((_, i) => i % 2 === 0)
    .join('')
    .replaceAll(MARKER, '<figure>');
  return CLAIMS.flatMap((claim) =>
    [...text.matchAll(claim)].map(({ index, 0: words }) => ({
      words,
      line: text.slice(text.lastIndexOf('\n', index) + 1).split('\n', 1)[0],
    })),
  );
}

/** Text and blocks of code, in turns. */
function parts(page) {
  return page.split(/^(```[\s\S]*?^```)/m);
}

function timeOf(key, arm, field, rows, { backends }) {
  const [name, backend] = arm.split(' @ ');
  const there = rows.filter((row) => backend === undefined || row.backend === backend);
  const fitting = there.filter(
    (row) =>
      row.arm ===
      pick(
        key,
        name,
        there.map((row) => row.arm),
      ),
  );
  if (fitting.length !== 1) throw new Error(`bench ${key}: ${fitting.length} rows are ${arm}`);
  const [row] = fitting;
  if (row[field] === undefined) throw new Error(`bench ${key}: ${arm} has no ${field}`);
  const ran = backends.find((one) => one.name === row.backend);
  if (ran?.software || /software/i.test(ran?.device ?? '')) {
    throw new Error(`bench ${key}: ${ran.device} is no GPU; what it takes is not to be quoted`);
  }
  return row[field];
}

/** The one name that is meant: the whole of it, or its beginning. */
function pick(key, meant, names) {
  const distinct = [...new Set(names)];
  const found = distinct.includes(meant)
    ? [meant]
    : distinct.filter((name) => name.startsWith(meant));
  if (found.length !== 1) {
    throw new Error(`bench ${key}: '${meant}' fits ${found.length} of: ${distinct.join('; ')}`);
  }
  return found[0];
}

function time(ms) {
  const [unit, factor] =
    ms >= 1000 ? ['s', 1e-3] : ms >= 1 ? ['ms', 1] : ms >= 1e-3 ? ['µs', 1e3] : ['ns', 1e6];
  return `${Number((ms * factor).toPrecision(2))} ${unit}`;
}

function about({ machine: { cpu, cores, node, tfjs, browser }, date, command, suite, full }) {
  const typed = command ?? `pnpm bench ${suite}${full ? ' --full' : ''}`;
  const where = browser ?? `Node ${node.replace(/^v/, '')}`;
  return `${cpu}, ${cores} cores, ${where}, tfjs ${tfjs}, ${date.slice(0, 10)}, \`${typed}\``;
}

/** The pages that are read: all Markdown that is ours. */
export function pages() {
  const list = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return list
    .split('\n')
    .filter((path) => path !== '' && !/CHANGELOG|^\.changeset|^benchmarks\/results/.test(path))
    .filter((path) => existsSync(join(ROOT, path)));
}

/** Files of results, by `suite` in the folder that is quoted, or by `FOLDER/suite`. */
export function reader() {
  const { folder } = JSON.parse(readFileSync(QUOTED, 'utf8'));
  return (name) => {
    const path = join(RESULTS, name.includes('/') ? '' : folder, `${name}.json`);
    if (!existsSync(path)) throw new Error(`there is no ${path}`);
    return JSON.parse(readFileSync(path, 'utf8'));
  };
}

/** The pages whose figures are not those of the results, and claims that stand in no marker. */
export function faults() {
  const read = reader();
  return pages().flatMap((path) => {
    const page = readFileSync(join(ROOT, path), 'utf8');
    const stale = quote(page, read) === page ? [] : [`${path}: figures to be filled in again`];
    const loose = untraced(page)
      .filter(
        ({ line }) => !NO_CLAIMS.some(({ file, text }) => file === path && line.includes(text)),
      )
      .map(({ words, line }) => `${path}: "${words}" is not quoted from results: ${line}`);
    // There, Markdown takes the rest of the line for HTML.
    const leading = /^ {0,3}<!-- bench /m.test(page)
      ? [`${path}: a line begins with a marker`]
      : [];
    return [...stale, ...leading, ...loose];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, from: { type: 'string' } },
  });
  if (values.from !== undefined) {
    if (!existsSync(join(RESULTS, values.from))) throw new Error(`there is no ${values.from}`);
    writeFileSync(QUOTED, `${JSON.stringify({ folder: values.from })}\n`);
  }
  if (!values.check) {
    const read = reader();
    for (const path of pages()) {
      const page = readFileSync(join(ROOT, path), 'utf8');
      const filled = quote(page, read);
      if (filled === page) continue;
      writeFileSync(join(ROOT, path), filled);
      console.log(`${path}: filled in`);
    }
  }
  const found = faults();
  for (const fault of found) console.error(fault);
  process.exitCode = found.length === 0 ? 0 : 1;
}
