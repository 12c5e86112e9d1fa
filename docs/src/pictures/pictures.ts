import { draws } from './draws.ts';
import { flow } from './flow.ts';
import { outlier } from './outlier.ts';
import { paces } from './paces.ts';
import { phases } from './phases.ts';
import { ratios } from './ratios.ts';
import { scorers } from './scorers.ts';
import { shapes } from './shapes.ts';

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
