// The dependency rule: each of the six small packages stands alone. Its source imports its own files and
// at most tfjs-core (datasets' Node entry also Node's own modules), and its manifest asks for nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseSync } from 'oxc-parser';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SIX = ['datasets', 'scorers', 'temperature', 'samplers', 'curricula', 'wasm-training'];
const PEER = '@tensorflow/tfjs-core';

/** Every module that a TypeScript or JavaScript source names: static, type-only, dynamic, required, re-exported. */
export function importsOf(path, source) {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  const found = [];
  walk(program, (node) => {
    if (node.type === 'ImportExpression') found.push(literal(node.source));
    else if (node.type === 'TSImportType') found.push(literal(node.source ?? node.argument));
    else if (node.type === 'TSExternalModuleReference') found.push(literal(node.expression));
    else if (/^(Import|Export\w*)Declaration$/.test(node.type) && node.source)
      found.push(literal(node.source));
    else if (node.type === 'CallExpression' && isRequire(node.callee) && node.arguments[0])
      found.push(literal(node.arguments[0]));
  });
  return found;
}

/** What breaks the rule, a line each. `isNode`: the file is reached under the `node` condition alone. */
export function violations(path, source, { isNode = false } = {}) {
  return importsOf(path, source)
    .filter((name) => !allowed(name, isNode))
    .map((name) => `${path}: imports ${name ?? 'a module whose name is computed'}`);
}

/** What a package's manifest asks for beyond the tfjs-core peer, a line each. */
export function manifestViolations(path, manifest) {
  const asked = [
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.optionalDependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}).filter((name) => name !== PEER),
  ];
  return asked.map((name) => `${path}: depends on ${name}`);
}

function allowed(name, isNode) {
  if (name === undefined) return false;
  if (name.startsWith('./') || name.startsWith('../') || name.startsWith('#')) return true;
  return name === PEER || (isNode && name.startsWith('node:'));
}

function literal(node) {
  if (node?.type === 'TSLiteralType') return literal(node.literal);
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

function isRequire(callee) {
  const name = callee.type === 'MemberExpression' ? callee.property?.name : callee.name;
  return name === 'require' || (name === 'resolve' && callee.object?.type === 'MetaProperty');
}

function walk(node, visit) {
  if (Array.isArray(node)) for (const item of node) walk(item, visit);
  else if (node && typeof node === 'object') {
    if (typeof node.type === 'string') visit(node);
    for (const value of Object.values(node))
      if (value && typeof value === 'object') walk(value, visit);
  }
}

function check() {
  const found = SIX.flatMap((name) => {
    const folder = join(ROOT, 'packages', name);
    const manifest = join(folder, 'package.json');
    const sources = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]?[jt]sx?$/.test(file) && !/\.test\.ts$/.test(file))
      .flatMap((file) => {
        const path = join(folder, 'src', file);
        return violations(relative(ROOT, path), readFileSync(path, 'utf8'), {
          isNode: name === 'datasets' && /(^|[.-])node\.ts$/.test(file),
        });
      });
    return [
      ...sources,
      ...manifestViolations(relative(ROOT, manifest), JSON.parse(readFileSync(manifest, 'utf8'))),
    ];
  });
  for (const line of found) console.error(line);
  console.log(
    found.length === 0 ? 'the dependency rule holds' : `${found.length} breaks of the rule`,
  );
  return found.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exit(check());
