import { mkdirSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { learningCurves } from './learning-curves.ts';
import { pairedDifferences } from './paired-differences.ts';
import { someInput } from './report.fixture.ts';

test('x', () => {
  const { records, summary } = someInput();
  mkdirSync('/tmp/rep', { recursive: true });
  writeFileSync('/tmp/rep/lc.svg', learningCurves(records) ?? '');
  writeFileSync('/tmp/rep/pd.svg', pairedDifferences(records, summary.tables[0]!) ?? '');
});
