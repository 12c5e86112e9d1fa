import { columns, notes } from './columns.ts';
import type { Summary, TableSummary } from './records.ts';
import type { RunConfig } from './run-folder.ts';

/** `report.html`: the tables of a run in one self-contained page. */
export function reportPage(summary: Summary, config: RunConfig): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gradus: ${escapeHtml(summary.tables.map((table) => table.dataset).join(', '))}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .8rem; border-bottom: 1px solid #8886; white-space: nowrap; }
.right { text-align: right; }
.left { text-align: left; }
code { overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
<h1>Curricula against uniform sampling</h1>
${summary.tables.map(section).join('\n')}
<h2>How it was made</h2>
<p>Gradus ${escapeHtml(config.versions.gradus ?? '')} on ${escapeHtml(config.backend)} (${escapeHtml(config.device)}),
seeds ${escapeHtml(config.seeds.join(', '))}, started ${escapeHtml(config.started)}.
An update took ${config.cost.stepMs.toFixed(2)} ms, a scored sample ${config.cost.forwardMs.toFixed(3)} ms.
The arguments are in <code>config.json</code>.</p>
</main>
</body>
</html>
`;
}

function section(table: TableSummary): string {
  const seeds = Math.max(...table.arms.map((arm) => arm.n));
  const head = columns.map(
    (column) => `<th scope="col" class="${column.align}">${escapeHtml(column.title)}</th>`,
  );
  const rows = table.arms.map((arm) => {
    const [first, ...rest] = columns.map((column) => ({
      ...column,
      text: escapeHtml(column.cell(arm)),
    }));
    const cells = rest.map((cell) => `<td class="${cell.align}">${cell.text}</td>`);
    return `<tr><th scope="row" class="left">${first?.text}</th>${cells.join('')}</tr>`;
  });
  return `<h2>${escapeHtml(table.dataset)}, ${escapeHtml(table.model)}</h2>
<div class="scroll"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table></div>
${notes(seeds)
  .map((note) => `<p>${escapeHtml(note)}</p>`)
  .join('\n')}`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
