/** A colour of the site's style sheet, which has light and dark ones; beside it what it is elsewhere. */
export const ink = 'var(--g-ink, #1b1d21)';
export const quiet = 'var(--g-quiet, #565b64)';
export const rule = 'var(--g-rule, #c9ccd1)';

const LINES = ['#55595f', '#0063a8', '#b84a00', '#00735a', '#9c3a78', '#7d5c00'];

/** The colour of the i-th line or curriculum; 0 is grey, for what the others are compared with. */
export function lineColour(i: number): string {
  const place = i % LINES.length;
  return `var(--g-line-${place}, ${LINES[place]})`;
}
