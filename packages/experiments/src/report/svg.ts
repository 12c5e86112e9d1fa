import { type Markish, type PlotOptions, plot } from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import { printable } from './html.ts';
import type { Paint } from './palette.ts';

/** The families that figures are set in; the names are those that systems have. */
export const FONTS = 'system-ui, "Segoe UI", Helvetica, Arial, sans-serif';

/** A figure's text for those who do not see it. */
export interface Described {
  title: string;
  description: string;
}

/**
 * Draws marks into the text of an SVG that is one image to screen readers, well-formed as XML, and
 * the same for the same input.
 */
export function svg(
  marks: Markish[],
  options: PlotOptions & { width: number; height: number; paint: Paint },
  { title, description }: Described,
): string {
  const { paint, ...rest } = options;
  // An XML document, as in an HTML one linkedom leaves & and < in attributes as they are.
  const document = new DOMParser().parseFromString(
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'image/svg+xml',
  ) as unknown as Document;
  const drawn = plot({
    ...rest,
    document,
    className: 'plot',
    style: { fontFamily: FONTS, fontSize: '13px', color: paint.ink },
    marks,
  });
  // The parts of one image have no names of their own.
  for (const part of drawn.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  drawn.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-label', printable(title));
  drawn.setAttribute('aria-description', printable(description));
  // A rectangle, as viewers of SVG files disagree about a background in the style.
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', String(rest.width));
  ground.setAttribute('height', String(rest.height));
  ground.setAttribute('fill', paint.paper);
  drawn.insertBefore(ground, drawn.firstChild);
  return drawn.outerHTML;
}
