import type { FarReport, FarSettings } from '../toy/map.ts';
import type { LaneReport } from './lane.ts';
import type { Settings } from './settings.ts';

/** What the page asks of the worker. */
export type Order =
  | { type: 'prepare'; settings: Settings; files: Map<string, Blob> }
  | { type: 'run' | 'pause' | 'step' }
  | { type: 'far'; settings: FarSettings };

/** The images of a race, which the page draws the galleries from. */
export interface Images {
  inputs: Uint8Array;
  labels: ArrayLike<number>;
  classNames: string[];
  count: number;
  shape: number[];
}

/** What the worker tells the page. */
export type Tidings =
  | { type: 'status'; words: string }
  | { type: 'backend'; name: string; words: string }
  | { type: 'images'; images: Images }
  | { type: 'report'; lanes: [LaneReport, LaneReport]; running: boolean; finished: boolean }
  | { type: 'far'; report: FarReport }
  | { type: 'failed'; words: string };
