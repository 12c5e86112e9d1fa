import { type GeoShapesOptions, geoShapes } from '@gradus/datasets';
import { encode } from 'fast-png';
import { framed } from './drawing.ts';

/** Samples of the generator: easy, all, and the centred placement. */
export function shapes(): string {
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
