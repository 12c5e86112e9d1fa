import type { Absent, Measured, Row } from '../suite.ts';
import { chart } from './chart.ts';
import { ratio, time } from './format.ts';
import { Html, html } from './html.ts';
import { bySubject, label } from './labels.ts';
import type { Report } from './report.ts';
import { style } from './style.ts';

/** Makes `report.html`: one page with everything in it, that needs no network and no script. */
export function page(reports: readonly Report[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Gradus: how fast</title>
<style>${new Html(style)}</style>
</head>
<body>
<main>
<h1>How fast Gradus is</h1>
<p>Time for each operation, on logarithmic axes: less is better, and to the left. <span class="key ours"></span>is Gradus, <span class="key peer"></span>what it is held against. The diamond is the median of all times, the bar their middle half, a dot the median of one round; × is the ratio to the first of the figure. Arms took turns, so ratios within a figure carry further than its times.</p>
${reports.length === 0 ? html`<p>Nothing has been measured yet.</p>` : contents(reports)}
${reports.map(section)}
</main>
</body>
</html>
`.text;
}

function contents(reports: readonly Report[]): Html {
  const items = reports.map(
    ({ name, question }) => html`<li><a href="#${name}">${name}</a>: ${question}</li>`,
  );
  return html`<nav aria-label="Suites"><ul>
${items}
</ul></nav>`;
}

function section(report: Report): Html {
  const { name, question, rows } = report;
  const groups = bySubject(rows);
  const figures = groups
    .filter(({ rows }) => rows.some(isMeasured))
    .map(({ subject, rows, base }) => figure(subject, rows, base, report));
  const absent = rows.filter((row): row is Absent => 'absent' in row);
  return html`<section aria-labelledby="${name}">
<h2 id="${name}">${name}</h2>
<p>${question}</p>
${about(report)}
<div class="charts">
${figures}
</div>
${absent.length === 0 ? undefined : absences(absent)}
</section>`;
}

function about({ machine, backends, command, date, settings, full }: Report): Html {
  const { cpu, cores, system, node, tfjs, browser, commit } = machine;
  const software = backends.filter((one) => one.software).map((one) => one.name);
  const entries: Record<string, string> = {
    Machine: `${cpu}, ${cores} cores, ${system}`,
    Versions: `${browser === undefined ? '' : `${browser}, `}Node ${node}, tfjs ${tfjs}, commit ${commit}`,
    Backends: backends.map(({ name, device }) => `${name}: ${device}`).join('; ') || 'none',
    Command: command ?? 'not known',
    When: `${date}, ${settings?.rounds ?? 'unknown'} rounds${full ? ', full settings' : ''}`,
  };
  const items = Object.entries(entries).map(
    ([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`,
  );
  return html`<details><summary>Machine, versions and command</summary><dl>
${items}
</dl></details>
${software.length === 0 ? undefined : html`<p><strong>${software.join(' and ')} ran on a software adapter</strong>: these times say nothing of a GPU.</p>`}`;
}

function figure(subject: string, rows: Row[], base: number, { backends }: Report): Html {
  const measured = rows.filter(isMeasured);
  return html`<figure>
<h3>${subject}</h3>
${new Html(chart(subject, measured, backends))}
<details><summary>The numbers</summary>
${table(subject, measured, base, backends)}
</details>
</figure>`;
}

function table(
  subject: string,
  rows: Measured[],
  base: number,
  backends: Report['backends'],
): Html {
  const launches = rows.some((row) => row.launch !== undefined);
  const maybe = (ms: number | undefined) => (ms === undefined ? '' : time(ms));
  const lines = rows.map(
    (row) =>
      html`<tr><th scope="row">${label(row, backends)}</th><td>${time(row.median)}</td><td>${time(row.p25)} to ${time(row.p75)}</td><td>${time(row.min)}</td><td>${maybe(row.cold)}</td>${launches ? html`<td>${maybe(row.launch)}</td>` : undefined}<td>${row.samples}</td><td>${ratio(row.median / base)}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Numbers of ${subject}"><table>
<thead><tr><th scope="col">arm</th><th scope="col">median</th><th scope="col">p25 to p75</th><th scope="col">min</th><th scope="col">first call</th>${launches ? html`<th scope="col">not read back</th>` : undefined}<th scope="col">runs</th><th scope="col">time / first</th></tr></thead>
<tbody>
${lines}
</tbody></table></div>`;
}

/** The same reason for many subjects is told once. */
function absences(rows: readonly Absent[]): Html {
  const reasons = new Map<string, Set<string>>();
  for (const { arm, backend, absent } of rows) {
    const who = backend === undefined ? arm : `${arm} (${backend})`;
    const known = reasons.get(absent) ?? new Set();
    reasons.set(absent, known.add(who));
  }
  const items = [...reasons].map(
    ([reason, who]) => html`<li>${[...who].join(', ')}: ${reason}</li>`,
  );
  return html`<h3>Not here</h3>
<ul>
${items}
</ul>`;
}

function isMeasured(row: Row): row is Measured {
  return 'median' in row;
}
