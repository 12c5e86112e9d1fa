import { expect, test } from 'vitest';
// @ts-expect-error a plain script without types
import { importsOf, manifestViolations, violations } from './dependency-rule.mjs';

test.each([
  ["import { x } from '@gradus/samplers';"],
  ['import "@gradus/samplers";'],
  ["import type { X } from '@gradus/samplers';"],
  ["export * from '@gradus/samplers';"],
  ["export { x } from '@gradus/samplers';"],
  ["const x = await import('@gradus/samplers');"],
  ['const x = import(`@gradus/samplers`);'],
  ["const name = '@gradus/samplers'; import(name);"],
  ["type X = import('@gradus/samplers').X;"],
  ["import x = require('@gradus/samplers');"],
  ["const x = require('@gradus/samplers');"],
  ["import.meta.resolve('@gradus/samplers');"],
  ["import { x } from '@tensorflow/tfjs-core/dist/engine';"],
  ["import { x } from '@tensorflow/tfjs-layers';"],
  ["import { readFileSync } from 'node:fs';"],
])('finds the break in %s', (source) => {
  expect(violations('a.ts', source)).toHaveLength(1);
});

test('leaves tfjs-core, own files and samples in comments alone', () => {
  const source = `
    import { tidy } from '@tensorflow/tfjs-core';
    import { own } from './own.ts';
    /** import { x } from '@gradus/samplers'; */
    export const text = "import x from '@gradus/samplers'";`;
  expect(importsOf('a.ts', source)).toEqual(['@tensorflow/tfjs-core', './own.ts']);
  expect(violations('a.ts', source)).toEqual([]);
});

test("lets a Node entry import Node's own modules and no other", () => {
  expect(violations('a.node.ts', "import 'node:fs';", { isNode: true })).toEqual([]);
  expect(violations('a.node.ts', "import 'fflate';", { isNode: true })).toHaveLength(1);
});

test('holds a manifest to the tfjs-core peer', () => {
  const peers = { '@tensorflow/tfjs-core': '^4.0.0' };
  expect(manifestViolations('p', { peerDependencies: peers })).toEqual([]);
  expect(manifestViolations('p', { dependencies: { '@tensorflow/tfjs-core': '4' } })).toHaveLength(
    1,
  );
  expect(manifestViolations('p', { peerDependencies: { ...peers, x: '1' } })).toHaveLength(1);
});
