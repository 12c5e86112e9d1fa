// Builds @tensorflow/tfjs-node where its own install script cannot download TensorFlow's C library: the library
// and its headers come from a Python wheel of TensorFlow. For Linux on x64, with python3, pip and a C++ compiler.
//
//   npm install --ignore-scripts @tensorflow/tfjs-node      (pnpm: with the package in allowBuilds as false)
//   node tools/install-tfjs-node.mjs [the project's folder]
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';

/** The wheels of 2.13 to 2.15 carry the whole library, without a symbol of Python's. */
const WHEEL = 'tensorflow-cpu==2.15.1';
/** What tfjs-node's scripts look for, whatever is behind the name. */
const EXPECTED = '2.9.1';

const project = resolve(process.argv[2] ?? '.');
try {
  install();
} catch (error) {
  console.error(`install-tfjs-node: ${error.message}`);
  process.exitCode = 1;
}

function install() {
  if (`${process.platform} ${process.arch}` !== 'linux x64') {
    throw new Error(`made for Linux on x64, not for ${process.platform} on ${process.arch}`);
  }
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= 23) throw new Error(`tfjs-node does not work on Node ${major}: use 22 or 20`);
  const folder = packageFolder();
  const deps = join(folder, 'deps');
  // Beside its place, so that it can be renamed into it: the library is half a gigabyte.
  const scratch = mkdtempSync(join(folder, 'wheel-'));
  try {
    step(`${WHEEL} from the package index`, () => unpack(scratch));
    rmSync(deps, { recursive: true, force: true });
    mkdirSync(join(deps, 'lib'), { recursive: true });
    renameSync(join(scratch, 'tensorflow/include'), join(deps, 'include'));
    for (const name of ['cc', 'framework']) {
      const file = `libtensorflow_${name}.so.2`;
      renameSync(join(scratch, 'tensorflow', file), join(deps, 'lib', file));
      const base = name === 'cc' ? 'libtensorflow' : 'libtensorflow_framework';
      for (const ending of ['.so', '.so.2', `.so.${EXPECTED}`]) {
        const link = join(deps, 'lib', base + ending);
        if (!existsSync(link)) symlinkSync(file, link);
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  step('the addon, by node-gyp', () => build(folder));
  const version = step('a product, to prove it', prove);
  console.log(`@tensorflow/tfjs-node works, with TensorFlow ${version}`);
}

function packageFolder() {
  try {
    const from = createRequire(join(project, 'package.json'));
    return realpathSync(dirname(from.resolve('@tensorflow/tfjs-node/package.json')));
  } catch {
    throw new Error(
      `${project} has no @tensorflow/tfjs-node: npm install --ignore-scripts @tensorflow/tfjs-node`,
    );
  }
}

/** Downloads the wheel, which fits any Python, and unpacks the library and its headers. */
function unpack(scratch) {
  const platforms = ['manylinux2014_x86_64', 'manylinux_2_17_x86_64'];
  run('python3', [
    ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'],
    ...['--only-binary', ':all:', '--python-version', '3.11', '--dest', scratch],
    ...platforms.flatMap((platform) => ['--platform', platform]),
    WHEEL,
  ]);
  const wheel = readdirSync(scratch).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip downloaded no wheel');
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if name.startswith(('tensorflow/include/tensorflow/', 'tensorflow/include/tsl/', 'tensorflow/libtensorflow_')):
            wheel.extract(name, sys.argv[2])
`;
  run('python3', ['-c', script, join(scratch, wheel), scratch]);
}

function build(folder) {
  const from = createRequire(join(folder, 'package.json'));
  const preGyp = join(
    dirname(from.resolve('@mapbox/node-pre-gyp/package.json')),
    'bin/node-pre-gyp',
  );
  // Node's own headers where they lie beside it; node-gyp would download them.
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const headers = existsSync(join(prefix, 'include/node/node_api.h'))
    ? { npm_config_nodedir: prefix }
    : {};
  run(process.execPath, [preGyp, 'install', '--build-from-source'], {
    cwd: folder,
    env: {
      ...process.env,
      ...headers,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    },
  });
}

/** The version of TensorFlow that made the product. */
function prove() {
  const script = `
const tf = require('@tensorflow/tfjs-node');
tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5], [6]])).data().then((product) => {
  if (String([...product]) !== '17,39') throw new Error('the product is ' + product);
  console.log(tf.backend().binding.TF_Version);
});
`;
  return run(process.execPath, ['-e', script], { cwd: project }).trim().split('\n').at(-1);
}

function step(what, work) {
  console.log(`* ${what}`);
  return work();
}

/** What a program writes; if it fails, the end of that is the error. */
function run(program, args, options = {}) {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
      ...options,
    });
  } catch (error) {
    const said = `${error.stdout ?? ''}${error.stderr ?? ''}`
      .trim()
      .split('\n')
      .slice(-15)
      .join('\n');
    throw new Error(`${program} failed (${error.code ?? error.status})\n${said}`, { cause: error });
  }
}
