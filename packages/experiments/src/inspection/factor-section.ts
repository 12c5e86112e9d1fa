import { Html, html } from '../report/html.ts';
import { pagePaint } from '../report/palette.ts';
import { pageTable } from '../report/tables.ts';
import { factorFigure } from './factor-figure.ts';
import { rho } from './format.ts';
import type { Inspection } from './inspection.ts';

/** What makes a sample hard: the factors' figures, and their numbers. */
export function factorSection({ factors: all, scorers }: Inspection): Html {
  const own = scorers[0] as string;
  const ordered = all.filter(({ kinds }) => !kinds);
  return html`<section aria-labelledby="factors">
<h2 id="factors">What makes a sample hard</h2>
<p>Mean ${own} after the last update of samples that are alike in one thing, with 95 % intervals: kinds by kind, quantities class by class in bins of as many samples each, with the rank correlation beside the class. Things are looked at one by one: two that go together are not told apart.</p>
<div class="multiples">
${all.map((factor) => new Html(factorFigure(factor, own, pagePaint)))}
</div>
${
  ordered.length === 0
    ? null
    : html`<h3>Rank correlation with every scorer</h3>
<p>The mean of the classes’.</p>
${pageTable(
  'Rank correlation of factors with scorers',
  [
    { title: 'factor', align: 'left', cell: ({ name }) => name },
    ...scorers.map((scorer) => ({
      title: scorer,
      align: 'right' as const,
      cell: ({ correlation }: (typeof ordered)[number]) => rho(correlation[scorer]),
    })),
  ],
  ordered,
)}`
}
<details><summary>The numbers, bin by bin</summary>
${pageTable(
  `Mean ${own} by factor`,
  [
    {
      title: 'bin',
      align: 'left',
      cell: ({ name, group, at }) =>
        [name, typeof at === 'string' ? at : at.toPrecision(3), group].filter(Boolean).join(', '),
    },
    { title: 'samples', align: 'right', cell: ({ count }) => String(count) },
    { title: `mean ${own}`, align: 'right', cell: ({ score }) => score.toPrecision(3) },
    {
      title: '± (95 %)',
      align: 'right',
      cell: ({ reach }) => (reach === null ? '–' : reach.toPrecision(2)),
    },
    { title: 'wrong', align: 'right', cell: ({ wrong }) => `${(100 * wrong).toFixed(1)} %` },
  ],
  all.flatMap(({ name, groups }) =>
    groups.flatMap(({ name: group, bins }) => bins.map((bin) => ({ name, group, ...bin }))),
  ),
)}
</details>
</section>`;
}
