/** One figure of a sheet: the text of an SVG, and its size. */
export interface Sheeted {
  drawn: string;
  width: number;
  height: number;
}

/** Puts figures of one size side by side into one SVG, row by row; its description is all of theirs. */
export function sheet(figures: readonly Sheeted[], columns: number, title: string): string {
  const { width = 0, height = 0 } = figures[0] ?? {};
  const across = Math.min(columns, figures.length);
  const [totalWidth, totalHeight] = [across * width, Math.ceil(figures.length / columns) * height];
  const parts = figures.map(({ drawn }, i) => {
    const place = `x="${(i % columns) * width}" y="${Math.floor(i / columns) * height}"`;
    return drawn.replace('<svg', `<svg ${place}`);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${totalWidth}" height="${totalHeight}" viewBox="0 0 ${totalWidth} ${totalHeight}" role="group" aria-label="${title}">${parts.join('')}</svg>`;
}
