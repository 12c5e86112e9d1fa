import { engine } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { on, withoutLoops } from '../../test/backends.ts';
import { simdLoops } from './simd-loops.ts';

test('a backend has one instance of the loops', async () => {
  await on('wasm', () => []);
  const { backend } = engine();
  expect(simdLoops(backend)?.adam).toBeTypeOf('function');
  expect(simdLoops(backend)).toBe(simdLoops(backend));
});

test('there are none on other backends, without the memory, or with one shared among threads', async () => {
  expect(simdLoops({})).toBeUndefined();
  await withoutLoops(async () => expect(simdLoops(engine().backend)).toBeUndefined());
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const threaded = {
    wasm: { HEAPU8: new Uint8Array(memory.buffer), asm: { memory } },
    dataIdMap: new Map(),
    makeOutput() {},
  };
  expect(simdLoops(threaded)).toBeUndefined();
});
