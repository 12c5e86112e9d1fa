import { galleryPng, inWords, pngUri } from '../report/gallery.ts';
import { type Html, html } from '../report/html.ts';
import type { GalleryItem } from '../report/pick-samples.ts';
import { byScorer, overTime, ROW, type Row } from './galleries.ts';
import type { History } from './history.ts';

const STRIP = { columns: ROW, side: 64 };

/** The galleries: every scorer's ends after the last update, and as training goes on. */
export function gallerySections(history: History): Html {
  const heading = html`<h2 id="galleries">Hardest and easiest</h2>`;
  const ends = (['hardest', 'easiest'] as const).map((end) => ({
    end,
    rows: byScorer(history, end),
  }));
  if (ends.every(({ rows }) => rows.length === 0)) {
    return html`<section aria-labelledby="galleries">
${heading}
<p>The samples of ${history.dataset.name} have the shape [${history.dataset.shape.join(', ')}]: they are no images, so there is no gallery.</p>
</section>`;
  }
  const [own, ...others] = history.scorers as [string, ...string[]];
  return html`<section aria-labelledby="galleries">
${heading}
${ends.map(({ end, rows }) => html`<h3>The ${end} after the last update, by each scorer</h3>\n${strips(rows, end)}`)}
<h3>As training goes on, by ${own}</h3>
${inTime(history, own)}
${others.map((scorer) => html`<details><summary>As training goes on, by ${scorer}</summary>\n${inTime(history, scorer)}\n</details>`)}
</section>`;
}

function inTime(history: History, scorer: string): Html {
  const part = (end: 'hardest' | 'easiest') =>
    html`<h4>${end === 'hardest' ? 'Hardest' : 'Easiest'}</h4>\n${strips(overTime(history, scorer, end), `${end} by ${scorer}`)}`;
  return html`${part('hardest')}\n${part('easiest')}`;
}

/** Each row as one picture, which says who is in it to those who do not see it. */
export function strips(rows: readonly Row[], what: string): Html {
  return html`${rows.map(({ title, items }) => {
    const png = galleryPng(items, `${what}, ${title}`, STRIP);
    const alt = items.map((item, i) => `${i + 1}. ${inWords(item)}`).join('; ');
    return html`<figure class="strip"><img src="${pngUri(png)}" alt="${what}, ${title}: ${alt}">
<figcaption>${title}: ${counted(items)}</figcaption></figure>`;
  })}`;
}

/** "7 ellipse, 3 triangle; 4 wrong; score 1.05 to 0.98". */
function counted(items: readonly GalleryItem[]): string {
  const classes = [...new Set(items.map(({ label }) => label))].map(
    (label) => [items.filter((item) => item.label === label).length, label] as const,
  );
  const named = classes.sort(([a], [b]) => b - a).map(([n, label]) => `${n} ${label}`);
  const wrong = items.filter((item) => item.wrong).length;
  const [first, last] = [items[0], items.at(-1)].map((item) => item?.score.toPrecision(3));
  return `${named.join(', ')}; ${wrong === 0 ? 'none' : wrong} wrong; ${first === last ? first : `${first} to ${last}`}`;
}
