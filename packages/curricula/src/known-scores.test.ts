import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyMissing, fillMissing, largestKnown, meanKnown } from './known-scores.ts';

/** Finite scores of any size, some of them missing. */
const some = fc
  .array(
    fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -0, Number.NaN, Number.NaN, Number.NaN),
    ),
    { maxLength: 23 },
  )
  .map((values) => Float32Array.from(values));
const known = (scores: Float32Array) => [...scores].filter((score) => !Number.isNaN(score));

describe('scores of which some are missing', () => {
  test('are known to be', () => {
    fc.assert(
      fc.property(some, (scores) => {
        expect(anyMissing(scores)).toBe(known(scores).length < scores.length);
      }),
    );
  });

  test('have the largest and the mean of the others', () => {
    fc.assert(
      fc.property(some, (scores) => {
        const others = known(scores);
        if (others.length === 0) {
          expect([largestKnown(scores), meanKnown(scores)]).toEqual([undefined, undefined]);
        } else {
          expect(largestKnown(scores) === Math.max(...others)).toBe(true);
          expect(meanKnown(scores)).toBe(others.reduce((a, b) => a + b, 0) / others.length);
        }
      }),
    );
  });

  test('are filled where they are missing, in float32, and keep every other bit', () => {
    fc.assert(
      fc.property(some, fc.double({ min: -1e38, max: 1e38, noNaN: true }), (scores, filling) => {
        const before = scores.slice();
        const out = new Float32Array(scores.length + 2).subarray(1, -1); // with an offset
        fillMissing(scores, filling, out);
        expect(out).toEqual(scores.map((score) => (Number.isNaN(score) ? filling : score)));
        expect(scores).toEqual(before);
      }),
    );
  });

  test('are filled whatever the bits of the NaN are', () => {
    const bits = [0x7fc00000, 0xffc00000, 0x7f800001, 0xff800001, 0x7fffffff, 0xffffffff];
    const scores = new Float32Array(Uint32Array.from([...bits, 0x7f7fffff, 0xff7fffff]).buffer);
    const out = new Float32Array(8);
    fillMissing(scores, -0, out);
    const largest = Math.fround(3.4028234663852886e38);
    expect([...out]).toEqual([-0, -0, -0, -0, -0, -0, largest, -largest]);
  });

  test('have a mean that is their very value where they are equal, so that none is below it', () => {
    for (const value of [0.1, 1e-30, 3e38, -7.3]) {
      const scores = new Float32Array(99_991).fill(value);
      expect(meanKnown(scores)).toBe(Math.fround(value));
    }
  });
});
