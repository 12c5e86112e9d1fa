import { notes } from '../results/columns.ts';
import type { TableSummary, TrainingRecord } from '../results/records.ts';
import { gallerySection } from './gallery-section.ts';
import { Html, html } from './html.ts';
import { learningCurves } from './learning-curves.ts';
import { pairedDifferences } from './paired-differences.ts';
import { pagePaint } from './palette.ts';
import type { ReportConfig, ReportInput } from './report-input.ts';
import { style } from './style.ts';
import { comparisonTable, costTable, curveTable, differenceTable } from './tables.ts';
import { verdict } from './verdict.ts';

/**
 * Makes `report.html`: one page with everything in it, that needs no network and no script. It says
 * what was found and how far that carries, shows it in tables and figures, and how to repeat it.
 */
export function reportPage(input: ReportInput): string {
  const { summary, records, config, gallery } = input;
  const names = [...new Set(summary.tables.map((table) => table.dataset))].join(', ');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Gradus: ${names === '' ? 'no results' : names}</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<h1>Curricula against uniform sampling</h1>
${summary.tables.length === 0 ? html`<p class="lead">No training has finished yet.</p>` : null}
${summary.tables.map((table, i) => tableSection(table, i + 1, recordsOf(table, records), config))}
${gallery === undefined ? null : gallerySection(gallery)}
${howMade(input)}
</main>
</body>
</html>
`;
  return page.text;
}

/** The trainings that a table sums up. */
export function recordsOf(
  { dataset, model }: TableSummary,
  records: readonly TrainingRecord[],
): TrainingRecord[] {
  return records.filter((record) => record.dataset === dataset && record.model === model);
}

function tableSection(
  table: TableSummary,
  number: number,
  records: readonly TrainingRecord[],
  { cost }: ReportConfig,
): Html {
  const name = `${table.dataset}, ${table.model}`;
  const [first, ...more] = verdict(table);
  const id = `table-${number}`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
<p class="lead">${first}</p>
${more.map((sentence) => html`<p>${sentence}</p>`)}
${comparisonTable(`Comparison on ${name}`, table)}
<div class="notes">
${notes(table)
  .filter((note) => !more.includes(note))
  .map((note) => html`<p>${note}</p>`)}
</div>
${differences(table, records, number, name)}
${curves(records, number, name)}
<h3>What it cost</h3>
${costTable(`Cost on ${name}`, table, records)}
<p class="notes">Measured here: an update takes ${cost.stepMs.toFixed(2)} ms, scoring one sample ${cost.forwardMs.toFixed(3)} ms${cost.drawMs === undefined ? '' : `, weighing all samples and planning a stretch ${cost.drawMs.toFixed(2)} ms`}. Cost in updates = updates + reference updates + what scoring, observing and drawing took, in updates. Means over seeds; CPU time leaves evaluations out.</p>
</section>`;
}

function differences(
  table: TableSummary,
  records: readonly TrainingRecord[],
  number: number,
  name: string,
): Html {
  const drawn = pairedDifferences(records, table, pagePaint);
  if (drawn === null) return html``;
  return html`<h3>Difference to uniform, seed by seed</h3>
${figure(
  drawn,
  `Paired differences on ${name}`,
  html`A ring is one seed’s test error less uniform’s on the same seed; the diamond is their mean, the bar its 95 % t interval, which one seed has not. Also in <code>paired-differences-${number}.svg</code>.`,
)}
<details><summary>The numbers, seed by seed</summary>
${differenceTable(`Differences by seed on ${name}`, records)}
</details>`;
}

function curves(records: readonly TrainingRecord[], number: number, name: string): Html {
  const drawn = learningCurves(records, pagePaint);
  if (drawn === null) return html``;
  return html`<h3>Learning curves</h3>
${figure(
  drawn,
  `Learning curves on ${name}`,
  html`Validation error against updates: the mean over seeds, and a band from the lowest seed to the highest (a range, no confidence interval; seeds vary together, so bands overlap more than paired differences do). Also in <code>learning-curves-${number}.svg</code>.`,
)}
<details><summary>The numbers, by update</summary>
${curveTable(`Learning curves by update on ${name}`, records)}
</details>`;
}

function figure(drawn: string, name: string, caption: Html): Html {
  return html`<figure>
<div class="scroll" tabindex="0" role="region" aria-label="${name}">${new Html(drawn)}</div>
<figcaption class="wide">${caption}</figcaption>
</figure>`;
}

function howMade({ command, config }: ReportInput): Html {
  const entries = {
    Seeds: config.seeds.join(', '),
    Backend: `${config.backend} (${config.device})`,
    Versions: named(config.versions, (version) => version),
    Commit: config.commit ?? 'not known',
    Arguments: named(config.arguments, (value) => JSON.stringify(value) ?? 'not given'),
    Started: config.started,
  };
  const rows = Object.entries(entries).map(
    ([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`,
  );
  return html`<section aria-labelledby="repeat">
<h2 id="repeat">How to repeat it</h2>
<pre><code>${command}</code></pre>
<dl>
${rows}
</dl>
<p>Everything is in <code>config.json</code>, each training in <code>results.jsonl</code>, the table with its p values in <code>summary.json</code>.</p>
</section>`;
}

function named<T>(values: Record<string, T>, text: (value: T) => string): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${text(value)}`)
    .join(', ');
}
