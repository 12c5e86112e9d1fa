import { aliasSampler, createRng, epochPlan } from '@gradus/samplers';
import { temper } from '@gradus/temperature';
import { dot, type Markish, ruleY, line as series, text } from '@observablehq/plot';
import { ink, lineColour, rule } from './colours.ts';
import { drawing } from './drawing.ts';
import { centred, WIDE } from './frame.ts';

/** How often each of 40 samples was drawn in an epoch, independently and by plan. */
export function draws(): string {
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
