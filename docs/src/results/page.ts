import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Inspection } from '../../../packages/experiments/src/inspection/inspection.ts';
import { answerPart } from './answer-part.ts';
import { choicesPart } from './choices-part.ts';
import { claimsPart, contrastsPart } from './claims.ts';
import { fillMarks } from './fill-marks.ts';
import { glancePart } from './glance-part.ts';
import { agreementPart, factorsPart, inspectedPart, movementPart } from './hard-parts.ts';
import { notRunPart } from './not-run-part.ts';
import { overviewPart } from './overview-part.ts';
import { type Manifest, readJson, readTables } from './read-runs.ts';
import { type Replication, replicationPart } from './replication-part.ts';
import { equalCostPart, runsPart, tablesPart } from './run-parts.ts';

/**
 * Fills the marked parts of a page of results from the committed runs and figures.
 *
 * @param docs The folder of the documentation, with `runs` and `figures` in it.
 */
export function resultsPage(page: string, docs: string): string {
  const runs = join(docs, 'runs');
  const manifest = readJson<Manifest>(join(runs, 'manifest.json'));
  const tables = readTables(runs, manifest);
  const repeated = join(runs, 'torch-replication');
  const replications = readdirSync(repeated)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readJson<Replication>(join(repeated, name)));
  return fillMarks(page, {
    answer: () => answerPart(tables),
    overview: (section) => overviewPart(tables, section, 'uniform'),
    'overview-cost': (section) => overviewPart(tables, section, 'equal cost'),
    glance: (section) => glancePart(tables, section),
    runs: () => runsPart(tables),
    choices: () => choicesPart(runs, manifest),
    tables: (section) => tablesPart(tables, section),
    'equal-cost': () => equalCostPart(tables),
    'not-run': () => notRunPart(tables),
    claims: () => claimsPart(tables, manifest.contrasts),
    contrasts: () => contrastsPart(tables, manifest.contrasts),
    hard: (what) => hardPart(join(docs, 'figures/hard'), what),
    'hard-fashion-mnist': (what) => hardPart(join(docs, 'figures/hard-fashion-mnist'), what),
    replication: () => replicationPart(replications),
  });
}

const hardParts: Record<string, (inspection: Inspection) => string> = {
  whose: inspectedPart,
  agreement: agreementPart,
  factors: factorsPart,
  movement: movementPart,
};

/** A part of what `gradus inspect` left in a folder. */
function hardPart(folder: string, what: string): string {
  return hardParts[what]?.(readJson<Inspection>(join(folder, 'inspection.json'))) ?? '';
}

/** The folders of `docs/runs` that hold a run or a preset with a summary. */
export function runFolders(runs: string): string[] {
  return readdirSync(runs).filter((name) => existsSync(join(runs, name, 'summary.json')));
}
