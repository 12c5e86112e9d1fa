import { expect, test } from 'vitest';
import { someReport } from '../compare/report.fixture.ts';
import type { Row } from '../suite.ts';
import { markdown } from './markdown.ts';
import { page } from './page.ts';

const ROWS: Row[] = [
  {
    subject: 'x',
    arm: 'ours',
    backend: 'wasm',
    median: 2,
    p25: 1.5,
    p75: 3,
    min: 1,
    samples: 9,
    rounds: [2, 2.5],
    cold: 30,
  },
  {
    subject: 'x',
    arm: 'theirs',
    about: '1.2',
    median: 0.5,
    p25: 0.4,
    p75: 0.6,
    min: 0.3,
    samples: 7,
    peer: true,
  },
  { subject: 'x', arm: 'C', absent: 'no compiler\nhere | <there>' },
  {
    subject: 'y & z',
    arm: 'ours',
    backend: 'webgpu',
    median: 1,
    p25: 1,
    p75: 1,
    min: 1,
    samples: 1,
    launch: 0.25,
  },
];
const REPORT = someReport(ROWS, {
  backends: [
    { name: 'wasm', device: 'a processor', software: false },
    { name: 'webgpu', device: 'SwiftShader (software)', software: true },
  ],
});

test('the table in Markdown has ratios to the first arm, absences with their reason, and marks software', () => {
  expect(markdown(REPORT)).toBe(`## a-suite

How long?

### x

| arm | median | p25 to p75 | min | first call | not read back | runs | time / first arm |
| --- | --- | --- | --- | --- | --- | --- | --- |
| ours (wasm) | 2 ms | 1.5 ms to 3 ms | 1 ms | 30 ms |  | 9 | 1 |
| theirs 1.2 | 500 µs | 400 µs to 600 µs | 300 µs |  |  | 7 | 0.25 |
| C | not here: no compiler here \\| <there> |  |  |  |  |  |  |

### y & z

| arm | median | p25 to p75 | min | first call | not read back | runs | time / first arm |
| --- | --- | --- | --- | --- | --- | --- | --- |
| ours (webgpu, software) | 1 ms | 1 ms to 1 ms | 1 ms |  | 250 µs | 1 | 1 |`);
});

test('the page holds a figure for each subject, every absence, and the machine', () => {
  const text = page([REPORT]);
  expect(text.match(/<svg /g)).toHaveLength(2);
  expect(text).toContain('no compiler\nhere | &#60;there&#62;');
  expect(text).toContain('a processor, 2 cores, linux 6 x64');
  expect(text).toContain('pnpm bench a-suite');
  expect(text).toContain('ran on a software adapter');
  expect(text).toContain('Times of y &amp; z');
});

test('the page asks for nothing from elsewhere and runs no script', () => {
  const text = page([REPORT]).replaceAll('http://www.w3.org/', '');
  expect(text).not.toMatch(/https?:|<script|<link|<img|url\(/);
});

test('there is a page without results, and one of results that keep no rounds', () => {
  expect(page([])).toContain('Nothing has been measured yet.');
  expect(page([someReport([{ ...(ROWS[1] as Row) }])])).toContain('<svg ');
});
