import { Html, html } from '../report/html.ts';
import { pagePaint } from '../report/palette.ts';
import { style } from '../report/style.ts';
import { pageTable } from '../report/tables.ts';
import { agreementFigure } from './agreement-figure.ts';
import { dataMapFigure } from './data-map-figure.ts';
import { factorSection } from './factor-section.ts';
import { rho } from './format.ts';
import { dataMapRows } from './galleries.ts';
import { gallerySections, strips } from './gallery-strips.ts';
import type { History } from './history.ts';
import { type Inspection, wrongIn } from './inspection.ts';
import type { Look } from './look.ts';
import { movementFigure } from './movement-figure.ts';

const ownStyle = `
.strip { margin: .5rem 0 .9rem; }
.strip img { display: block; width: 100%; max-width: 49rem; height: auto; background: #fff; }
.multiples { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
.multiples svg { width: 100%; height: auto; }
`;

/** Makes `inspection.html`: what is hard for the net of one training, in pictures and numbers; without network or script. */
export function inspectionPage(history: History, inspection: Inspection, command: string): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Gradus: what is hard in ${history.title}</title>
<style>${new Html(style + ownStyle)}</style>
</head>
<body>
<main>
<h1>What is hard, and for whom</h1>
<p class="lead">${lead(inspection)}</p>
<p>Every score is of the training images, whose labels the scorers with a loss in them know. A higher score is harder; a frame marks what the net gets wrong at the time.</p>
${gallerySections(history)}
${factorSection(inspection)}
${agreement(inspection)}
${movement(inspection)}
${dataMapSection(history)}
<section aria-labelledby="repeat">
<h2 id="repeat">How to repeat it</h2>
<pre><code>${command}</code></pre>
<p>The numbers are in <code>inspection.json</code>, the pictures beside it.</p>
</section>
</main>
</body>
</html>
`;
  return page.text;
}

function lead({ title, samples, trainingError }: Inspection): string {
  const [step, error] = trainingError.at(-1) as [number, number];
  const count = samples.toLocaleString('en');
  return `${title}: after ${step.toLocaleString('en')} updates the net gets ${(100 * error).toFixed(2)} % of its ${count} training samples wrong.`;
}

function agreement(inspection: Inspection): Html {
  return html`<section aria-labelledby="agreement">
<h2 id="agreement">Do scorers agree?</h2>
${figure(agreementFigure(inspection, pagePaint), 'Rank correlation between scorers', 'Spearman’s rank correlation of the scores after the last update: 1 is the same order, 0 none in common.')}
</section>`;
}

function movement(inspection: Inspection): Html {
  const { scorers, movement: moved, steadiness } = inspection;
  const steps = [...new Set(scorers.flatMap((name) => (moved[name] ?? []).map(([step]) => step)))];
  const at = (points: readonly [number, number | null][] | undefined, step: number) =>
    points?.find(([other]) => other === step)?.[1];
  const table = (name: string, values: Inspection['movement']) =>
    pageTable<number>(
      name,
      [
        { title: 'updates', align: 'left', cell: (step) => step.toLocaleString('en') },
        ...scorers.map((scorer) => ({
          title: scorer,
          align: 'right' as const,
          cell: (step: number) => rho(at(values[scorer], step)),
        })),
      ],
      steps.sort((a, b) => a - b),
    );
  return html`<section aria-labelledby="movement">
<h2 id="movement">Does what is hard stay hard?</h2>
${figure(movementFigure(inspection, pagePaint), 'Movement of ranks', 'Rank correlation of the scores at a time with those after the last update.')}
<details><summary>The numbers, by update</summary>
${table('Rank correlation with the last scores', moved)}
<p>The same with the scores of the look before:</p>
${table('Rank correlation with the scores of the look before', steadiness)}
</details>
</section>`;
}

function dataMapSection(history: History): Html {
  const wrong = wrongIn(history, history.looks.at(-1) as Look);
  const looks = history.looks.filter(({ step }) => step > 0).length;
  return html`<section aria-labelledby="data-map">
<h2 id="data-map">The data map</h2>
${figure(
  dataMapFigure({ ...history, wrong }, pagePaint),
  'Data map',
  `The probability that the net gave each sample’s label, over ${looks} looks: its mean, and its standard deviation. A dot is a cell of samples, as large as they are many; rings are samples that the last net gets wrong. After Swayamdipta et al. (2020).`,
)}
${strips(dataMapRows(history), 'Data map')}
</section>`;
}

function figure(drawn: string, name: string, caption: string): Html {
  return html`<figure>
<div class="scroll" tabindex="0" role="region" aria-label="${name}">${new Html(drawn)}</div>
<figcaption class="wide">${caption}</figcaption>
</figure>`;
}
