import { dot, hexbin, text } from '@observablehq/plot';
import { filePaint, type Paint } from '../report/palette.ts';
import { svg } from '../report/svg.ts';

/** What the data map is drawn from, `[count]` each. */
interface Mapped {
  confidence: ArrayLike<number>;
  variability: ArrayLike<number>;
  /** 1 where the last model gets the sample wrong. */
  wrong: ArrayLike<number>;
}

/**
 * Draws the data map: confidence against variability, a dot for each cell of samples and as large as they are many,
 * those that the last model gets wrong in another colour.
 *
 * @see Swayamdipta et al. 2020, Dataset Cartography, figure 1
 */
export function dataMapFigure(
  { confidence, variability, wrong }: Mapped,
  paint: Paint = filePaint,
): string {
  const samples = Array.from(confidence, (mean, i) => ({
    mean,
    spread: variability[i] as number,
    wrong: wrong[i] === 1,
  }));
  const count = (some: boolean) => samples.filter((sample) => sample.wrong === some).length;
  const cells = (some: boolean) =>
    dot(
      samples.filter((sample) => sample.wrong === some),
      hexbin(
        { r: 'count' },
        {
          x: 'spread',
          y: 'mean',
          binWidth: 13,
          ...(some
            ? { stroke: paint.arm(2), strokeWidth: 1.6 }
            : { fill: paint.arm(1), fillOpacity: 0.75 }),
        },
      ),
    );
  const note = (words: string, frameAnchor: 'top-left' | 'right' | 'bottom-left', dy = 0) =>
    text([words], {
      frameAnchor,
      dx: frameAnchor === 'right' ? -6 : 6,
      dy,
      fill: paint.ink,
      stroke: paint.paper,
      strokeWidth: 4,
    });
  return svg(
    [
      text(['confidence: mean probability of the label'], {
        frameAnchor: 'top-left',
        dx: 8 - 52,
        dy: -26,
        fill: paint.ink,
      }),
      cells(false),
      cells(true),
      note('easy to learn', 'top-left', 6),
      note('ambiguous', 'right'),
      note('hard to learn', 'bottom-left', -6),
    ],
    {
      width: 760,
      height: 460,
      marginTop: 40,
      marginRight: 16,
      marginBottom: 50,
      marginLeft: 52,
      paint,
      x: {
        domain: [0, 0.5],
        label: 'variability: its standard deviation over training',
        labelAnchor: 'center',
        labelOffset: 36,
        labelArrow: 'none',
      },
      y: { domain: [0, 1], label: null },
      r: { range: [0, 11] },
    },
    {
      title: 'Data map: confidence against variability over training',
      description: `${count(false)} samples that the last model gets right, as filled dots, and ${count(true)} that it gets wrong, as rings.`,
    },
  );
}
