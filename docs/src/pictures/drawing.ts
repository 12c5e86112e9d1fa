import { type Markish, type PlotOptions, plot } from '@observablehq/plot';
import { DOMParser } from 'linkedom';
import { ink } from './colours.ts';

/** What a picture says, for those who do not see it. */
export interface Described {
  title: string;
}

/** Draws marks into the text of an SVG that is one image to screen readers; the same for the same input. */
export function drawing(marks: Markish[], { title, ...options }: PlotOptions & Described): string {
  const document = new DOMParser().parseFromString(
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'image/svg+xml',
  ) as unknown as Document;
  const drawn = plot({
    ...options,
    document,
    className: 'plot',
    style: { fontFamily: 'system-ui, sans-serif', fontSize: '13px', color: ink },
    marks,
  });
  for (const part of drawn.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  // Vue takes no style sheets in a page; what Plot's says is in the site's.
  for (const style of drawn.querySelectorAll('style')) style.remove();
  // As Plot has it at its root.
  return framed(`<g text-anchor="middle">${drawn.innerHTML}</g>`, {
    title,
    width: options.width ?? 640,
    height: options.height ?? 400,
  });
}

/** An SVG around its inside, as wide as the page lets it be. */
export function framed(
  inside: string,
  { title, width, height }: Described & { width: number; height: number },
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${title}" viewBox="0 0 ${width} ${height}"`,
    ` style="max-width: ${width}px" font-family="system-ui, sans-serif" font-size="13" fill="${ink}" color="${ink}">`,
    inside,
    '</svg>\n',
  ].join('');
}
