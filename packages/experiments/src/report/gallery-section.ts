import { dataUri, inWords } from './gallery.ts';
import { type Html, html } from './html.ts';
import { type GalleryItem, pickSamples } from './pick-samples.ts';
import type { GallerySource } from './report-input.ts';

/** The hardest and the easiest samples, each with its class and what the model takes it for. */
export function gallerySection(source: GallerySource): Html {
  const gallery = pickSamples(source);
  const heading = html`<h2 id="gallery">Hardest and easiest training images</h2>`;
  if (gallery === null) {
    return html`<section aria-labelledby="gallery">
${heading}
<p>The samples of ${source.dataset.name} have the shape [${source.dataset.shape.join(', ')}]: they are no images, so there is no gallery.</p>
</section>`;
  }
  return html`<section aria-labelledby="gallery">
${heading}
<p>By ${source.title}. A higher score is harder; ✗ and a frame mark what the model gets wrong.</p>
${part('Hardest', gallery.hardest)}
${part('Easiest', gallery.easiest)}
</section>`;
}

function part(title: string, items: readonly GalleryItem[]): Html {
  if (items.length === 0) return html`<h3>${title}</h3>\n<p>None has a finite score.</p>`;
  return html`<h3>${title}</h3>
<ol class="gallery">
${items.map(sample)}
</ol>`;
}

function sample(item: GalleryItem): Html {
  const { image, label, prediction, score, wrong } = item;
  const verdict = wrong
    ? html`<b><span class="mark">✗</span> ${prediction}</b>`
    : html`✓ ${prediction}`;
  return html`<li${wrong ? html` class="wrong"` : null}><figure>
<img src="${dataUri(image)}" width="${image.width}" height="${image.height}" alt="${inWords(item)}">
<figcaption>${label}<br>${verdict}<br><span class="quiet">${score.toPrecision(3)}</span></figcaption>
</figure></li>`;
}
