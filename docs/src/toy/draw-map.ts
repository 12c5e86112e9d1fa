import { EDGE, type FarReport, placeOf, SIDE } from './map.ts';

/** One of the two maps: what of the report it shows, and how a score becomes a shade in [0, 1]. */
interface ScoreMap {
  name: 'aadt' | 'bald';
  title: string;
  low: string;
  high: string;
  shade(score: number): number;
}

/** From here on the distance score is as bright as it gets: p = 0.6. */
const BRIGHT = 10;

export const MAPS: ScoreMap[] = [
  {
    name: 'aadt',
    title: 'Distance to the threshold (AADT), dropout off',
    low: '2',
    high: `${BRIGHT} and more`,
    shade: (score) => Math.min(1, Math.log(score / 2) / Math.log(BRIGHT / 2)),
  },
  {
    name: 'bald',
    title: 'BALD, dropout on',
    low: '0',
    high: '0.693 nats',
    shade: (score) => score / Math.LN2,
  },
];

/** Dark blue to pale yellow, as lightness rises evenly. */
const RAMP = [
  [0x11, 0x29, 0x4a],
  [0x1f, 0x5f, 0x94],
  [0x4f, 0xa3, 0xb8],
  [0xb9, 0xd3, 0xa4],
  [0xfb, 0xe9, 0xa8],
] as const;

/** The cell with the most BALD among those that the distance score is sure of: where the class has p above 0.97. */
export function doubtful({ aadt, bald }: Pick<FarReport, 'aadt' | 'bald'>): number {
  let most = 0;
  bald.forEach((score, i) => {
    const isSure = (aadt[i] as number) < 2.12;
    if (isSure && (score > (bald[most] as number) || (aadt[most] as number) >= 2.12)) most = i;
  });
  return most;
}

/** Paints one map, the samples over it, and a ring around a cell. */
export function drawMap(
  canvas: HTMLCanvasElement,
  report: FarReport,
  { name, shade }: ScoreMap,
  cell: number | undefined,
): void {
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const { width, height } = canvas;
  const side = width / SIDE;
  report[name].forEach((score, i) => {
    context.fillStyle = colour(shade(score));
    const row = SIDE - 1 - Math.floor(i / SIDE);
    context.fillRect((i % SIDE) * side, row * side, side, side);
  });
  const toPixels = (x: number, y: number): [number, number] => [
    ((x + EDGE) / (2 * EDGE)) * width,
    (1 - (y + EDGE) / (2 * EDGE)) * height,
  ];
  const disc = (x: number, y: number, radius: number) => {
    context.beginPath();
    context.arc(...toPixels(x, y), radius, 0, 2 * Math.PI);
  };
  context.lineWidth = 1;
  report.classes.forEach((c, i) => {
    disc(report.points[2 * i] as number, report.points[2 * i + 1] as number, 2.6);
    context.fillStyle = context.strokeStyle = c === 0 ? '#ffffff' : '#ff9457';
    if (c === 0) context.stroke();
    else context.fill();
  });
  if (cell === undefined) return;
  for (const [ring, thickness] of [
    ['#000000', 5],
    ['#ffffff', 2.5],
  ] as const) {
    disc(...placeOf(cell), 11);
    context.lineWidth = thickness;
    context.strokeStyle = ring;
    context.stroke();
  }
}

function colour(shade: number): string {
  const at = Math.min(1, Math.max(0, shade)) * (RAMP.length - 1);
  const k = Math.min(RAMP.length - 2, Math.floor(at));
  const [from, to] = [RAMP[k], RAMP[k + 1]] as [readonly number[], readonly number[]];
  const mixed = from.map((value, i) => Math.round(value + (at - k) * ((to[i] as number) - value)));
  return `rgb(${mixed.join(' ')})`;
}
