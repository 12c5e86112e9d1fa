import { lineColour, quiet } from './colours.ts';
import { framed } from './drawing.ts';

/** The packages in a ring: what flows from each to the next. */
export function flow(): string {
  const boxes = [
    ['datasets', 'a batch'],
    ['your model', 'outputs'],
    ['scorers', 'scores'],
    ['temperature', 'probabilities'],
    ['samplers', 'indices'],
  ];
  const step = 148;
  const inside = boxes.map(([name, out], i) => {
    const x = 8 + i * step;
    const own = name === 'your model';
    return [
      `<rect x="${x}" y="16" width="94" height="36" rx="6" fill="none" stroke="${own ? quiet : lineColour(1)}" ${own ? 'stroke-dasharray="4 3"' : ''}/>`,
      `<text x="${x + 47}" y="38" text-anchor="middle">${name}</text>`,
      i < boxes.length - 1
        ? `<path d="M${x + 97} 34h46" stroke="${quiet}"/><path d="M${x + 139} 30l5 4-5 4" fill="none" stroke="${quiet}"/>`
        : `<path d="M${x + 47} 55v49H150" fill="none" stroke="${quiet}"/><path d="M155 100l-5 4 5 4" fill="none" stroke="${quiet}"/>`,
      i < boxes.length - 1
        ? `<text x="${x + 120}" y="68" text-anchor="middle" font-size="11" fill="${quiet}">${out}</text>`
        : `<text x="${x + 42}" y="84" text-anchor="end" font-size="11" fill="${quiet}">${out}</text>`,
    ].join('');
  });
  inside.push(
    `<rect x="8" y="86" width="140" height="36" rx="6" fill="none" stroke="${lineColour(1)}"/>`,
    `<text x="78" y="108" text-anchor="middle">curricula: the loop</text>`,
    `<path d="M55 83V56" stroke="${quiet}"/><path d="M51 61l4-5 4 5" fill="none" stroke="${quiet}"/>`,
  );
  const title =
    'The packages in a ring: datasets give a batch to your model, its outputs go to scorers, scores to temperature, probabilities to samplers, and curricula hand the indices back to datasets';
  return framed(inside.join(''), { title, width: 710, height: 134 });
}
