import {
  exponential,
  linear,
  logarithmic,
  phaseLengths,
  quadratic,
  root,
  stepwise,
} from '@gradus/curricula';
import { type GeoShapesOptions, geoShapes } from '@gradus/datasets';
import { aliasSampler, createRng, epochPlan } from '@gradus/samplers';
import { aadt, entropy, margin } from '@gradus/scorers';
import { rankProbabilities, temper } from '@gradus/temperature';
import { dot, type Markish, rect, ruleX, ruleY, line as series, text } from '@observablehq/plot';
import { type Tensor, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { encode } from 'fast-png';
import { ink, lineColour, quiet, rule } from './colours.ts';
import { drawing, framed } from './drawing.ts';

/** Every picture of the guides by its file's name, each made from the packages' own code. */
export const pictures: Record<string, () => string | Promise<string>> = {
  flow,
  ratios,
  outlier,
  scorers,
  shapes,
  draws,
  paces,
  phases,
};

const WIDE = { width: 640, height: 300, marginLeft: 46, marginBottom: 44, marginTop: 28 };
const centred = { labelAnchor: 'center', labelArrow: 'none' } as const;

/** The packages in a ring: what flows from each to the next. */
function flow(): string {
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

/** Score against probability at several maximum ratios. */
function ratios(): string {
  const n = 101;
  const scores = Float64Array.from({ length: n }, (_, i) => (Math.log(3) * i) / (n - 1));
  const lines = [1, 3, 10, 30, 100].map((maxRatio, place) => ({
    place,
    name: `R = ${maxRatio}`,
    points: [...temper(scores, { favour: 'hard', maxRatio }).probabilities].map(
      (p, i): [number, number] => [scores[i] as number, n * p],
    ),
  }));
  return lineChart(lines, {
    title:
      'How often a sample is drawn against its score, at maximum ratios 1, 3, 10, 30 and 100: from a flat line to a steep rise',
    x: { ...centred, label: 'entropy (nats): from sure to clueless among three classes' },
    y: { label: 'draws, as a multiple of uniform sampling', labelArrow: 'none', grid: false },
  });
}

/** One score far from all others, and what each way to set the spread makes of it. */
function outlier(): string {
  const n = 100;
  const scores = Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? 60 : (3 * i) / (n - 2)));
  const ways = {
    'maxRatio: 10': temper(scores, { favour: 'hard', maxRatio: 10 }).probabilities,
    'winsorized, maxRatio: 10': temper(scores, { favour: 'hard', maxRatio: 10, winsorize: true })
      .probabilities,
    'rankProbabilities, 10': rankProbabilities(scores, { favour: 'hard', maxRatio: 10 }),
  };
  const lines = Object.entries(ways).map(([name, p], i) => ({
    place: i,
    name,
    points: [...p].map((value, rank): [number, number] => [rank + 1, n * value]),
  }));
  return lineChart(lines, {
    title:
      'A hundred samples by rank, the last with a score far above all others: by maximum ratio alone 99 of them are drawn almost evenly; winsorized or by rank they are told apart',
    x: { ...centred, label: 'rank of the sample, easiest first; the last one is an outlier' },
    y: {
      label: 'draws, as a multiple of uniform sampling',
      labelArrow: 'none',
      type: 'log',
      ticks: [0.3, 1, 3, 10],
      tickFormat: String,
    },
  });
}

/** Scorers of a two-class output, each as a share of its largest value but for the unbounded one. */
async function scorers(): Promise<string> {
  const ps = Array.from({ length: 99 }, (_, i) => (i + 1) / 100);
  const outputs = tensor2d(ps.map((p) => [p, 1 - p]));
  const scored: Record<string, (outputs: Tensor2D) => Tensor> = {
    entropy,
    'margin, leastConfidence': margin,
    'aadt, cut off': aadt,
  };
  const lines = [];
  for (const [name, scorer] of Object.entries(scored)) {
    const scores = scorer(outputs);
    const values = [...(await scores.data())];
    scores.dispose();
    const most = name.startsWith('aadt') ? 20 : (values[49] as number);
    lines.push({
      place: lines.length + 1,
      name,
      points: values.map((value, i): [number, number] => [
        ps[i] as number,
        Math.round(1000 * Math.min(1, value / most)) / 1000,
      ]),
    });
  }
  outputs.dispose();
  return lineChart(lines, {
    title:
      'Scores of a two-class output against the probability of the first class: entropy, margin and least confidence peak at one half, the distance score has a pole there',
    x: { ...centred, label: 'probability of the first class' },
    y: { label: 'score, as a share of the axis', labelArrow: 'none' },
    labelAt: [0.3, 0.73, 0.42],
  });
}

/** Samples of the generator: easy, all, and the centred placement. */
function shapes(): string {
  const rows: [string, GeoShapesOptions][] = [
    ['basic', { count: 12, kind: 'basic', seed: 3 }],
    ['geom', { count: 12, kind: 'geom', seed: 3 }],
    ['geom, centred', { count: 12, kind: 'geom', placement: 'centred', seed: 3 }],
  ];
  const inside = rows.map(([name, options], row) => {
    const { inputs, count } = geoShapes(options);
    const width = 32 * count + 4 * (count - 1);
    const data = new Uint8Array(width * 32 * 2); // grey and alpha: nothing between the images
    for (let i = 0; i < count; i++) {
      for (let y = 0; y < 32; y++) {
        for (let x = 0; x < 32; x++) {
          const at = 2 * (y * width + i * 36 + x);
          data[at] = inputs[i * 1024 + y * 32 + x] as number;
          data[at + 1] = 255;
        }
      }
    }
    const png = Buffer.from(encode({ width, height: 32, data, channels: 2 })).toString('base64');
    const y = 8 + row * 52;
    return [
      `<text x="0" y="${y + 24}">${name}</text>`,
      `<image x="100" y="${y}" width="538" height="${(538 / width) * 32}" href="data:image/png;base64,${png}" style="image-rendering: pixelated"/>`,
    ].join('');
  });
  const title =
    'Twelve images each of the three ways to make GeoShapes: basic squares, circles and equilateral triangles; any proportions; and these centred and antialiased';
  return framed(inside.join(''), { title, width: 640, height: 164 });
}

/** How often each of 40 samples was drawn in an epoch, independently and by plan. */
function draws(): string {
  const n = 40;
  const { probabilities } = temper(
    Float64Array.from({ length: n }, (_, i) => i),
    { favour: 'hard', maxRatio: 10 },
  );
  const count = 400;
  const independent = aliasSampler(probabilities, { random: createRng(1) });
  const counted = (indices: Int32Array) => {
    const counts = new Array<number>(n).fill(0);
    for (const i of indices) counts[i] = (counts[i] as number) + 1;
    return counts;
  };
  const drawn = {
    'aliasSampler: independent': counted(independent.fill(new Int32Array(count))),
    'epochPlan: by plan': counted(epochPlan(probabilities, count, { random: createRng(1) })),
  };
  const expected = [...probabilities].map((p, i): [number, number] => [i, count * p]);
  const marks: Markish[] = [
    ruleY([0], { stroke: rule }),
    ...Object.values(drawn).map((counts, i) =>
      dot(counts, {
        x: (_: number, k: number) => k,
        y: (value: number) => value,
        ...(i === 0 ? { stroke: lineColour(2) } : { fill: lineColour(1) }),
        r: i === 0 ? 3.5 : 3,
      }),
    ),
    series(expected, { stroke: ink, strokeWidth: 1 }),
    text(
      [
        [1, 27, 'aliasSampler: independent draws', 2],
        [1, 24.4, 'epochPlan: each within one of its share', 1],
        [1, 21.8, 'line: 400 times the probability', 3],
      ] as [number, number, string, number][],
      {
        x: '0',
        y: '1',
        text: '2',
        fill: (row: [number, number, string, number]) => (row[3] === 3 ? ink : lineColour(row[3])),
        textAnchor: 'start',
      },
    ),
  ];
  return drawing(marks, {
    ...WIDE,
    title:
      'How often each of 40 samples comes up in 400 draws: independent draws scatter around the expected number, a plan is within one of it',
    x: { ...centred, label: 'sample, easiest first', ticks: 5 },
    y: { label: 'times drawn', labelArrow: 'none', ticks: 5 },
  });
}

/** The share of the ranked samples that is open, against the part of the updates that is done. */
function paces(): string {
  const all = { linear, root, quadratic, exponential, stepwise, logarithmic };
  const at = [0.42, 0.16, 0.52, 0.72, 0.805, 0.04];
  const lines = Object.entries(all).map(([name, make], place) => {
    const pace = make();
    return {
      place,
      name,
      points: Array.from({ length: 201 }, (_, i): [number, number] => [i / 200, pace(i / 200)]),
    };
  });
  return lineChart(lines, {
    title:
      'Six paces from a fifth of the samples at the start to all of them at four fifths of the updates',
    x: { ...centred, label: 'part of the updates done' },
    y: { label: 'fraction of the ranked samples', labelArrow: 'none' },
    labelAt: at,
  });
}

/** The bootstrapped curriculum's phases under both ways to keep the updates equal. */
function phases(): string {
  const rows = (['equal-updates', 'equal-epochs'] as const).flatMap((phases, row) => {
    let start = 0;
    return phaseLengths({ size: 4000, tasks: 4, steps: 800, phases }).map((length, k) => {
      const from = start;
      start += length;
      return { from, to: start, k, row, phases };
    });
  });
  const y = (row: number) => (row === 0 ? 0.62 : 0);
  return drawing(
    [
      rect(rows, {
        x1: 'from',
        x2: 'to',
        y1: (d: (typeof rows)[number]) => y(d.row),
        y2: (d: (typeof rows)[number]) => y(d.row) + 0.42,
        fill: lineColour(1),
        fillOpacity: (d: (typeof rows)[number]) => 0.15 + 0.2 * d.k,
        inset: 0.5,
      }),
      text(rows, {
        x: (d: (typeof rows)[number]) => (d.from + d.to) / 2,
        y: (d: (typeof rows)[number]) => y(d.row) + 0.21,
        text: (d: (typeof rows)[number]) => `${d.k + 1}`,
        fill: ink,
      }),
      text(
        rows.filter((d) => d.k === 0),
        {
          x: 0,
          y: (d: (typeof rows)[number]) => y(d.row) + 0.48,
          text: (d: (typeof rows)[number]) => `phases: '${d.phases}'`,
          textAnchor: 'start',
          fill: quiet,
        },
      ),
      ruleX([0], { stroke: rule }),
    ],
    {
      width: 640,
      height: 190,
      marginLeft: 20,
      marginRight: 20,
      marginBottom: 44,
      marginTop: 14,
      title:
        'Four growing tasks over 800 updates: phases of equal length, or each phase with as many passes over what it has, so that later phases are longer',
      x: { ...centred, label: 'updates', ticks: 8 },
      y: { axis: null, domain: [0, 1.12] },
    },
  );
}

interface Line {
  name: string;
  /** Of its colour. */
  place: number;
  points: [number, number][];
}

/** Lines with their names at their right ends, or at the given parts of their length. */
function lineChart(
  lines: Line[],
  {
    title,
    labelAt,
    ...axes
  }: {
    title: string;
    x: object;
    y: object;
    labelAt?: number[];
  },
): string {
  const labels = lines.map(({ name, place, points }, i) => {
    const part = labelAt?.[i];
    const at = part === undefined ? points.length - 1 : Math.round(part * (points.length - 1));
    const [x, y] = points[at] as [number, number];
    return { x, y, name, place };
  });
  return drawing(
    [
      ...lines.map(({ points, place }) =>
        series(points, { stroke: lineColour(place), strokeWidth: 1.8 }),
      ),
      text(labels, {
        x: 'x',
        y: 'y',
        text: 'name',
        fill: (d: Line) => lineColour(d.place),
        textAnchor: 'start',
        dx: labelAt ? 8 : 6,
        dy: labelAt ? 6 : 0,
      }),
    ],
    { ...WIDE, marginRight: labelAt ? 60 : 170, title, ...axes },
  );
}
