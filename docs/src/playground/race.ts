import type { RaceData } from './data.ts';
import { Lane, type LaneReport } from './lane.ts';
import type { Settings } from './settings.ts';

/**
 * Two trainings side by side: same data, same initial weights, same number of updates, one each in turn.
 * It runs wherever tfjs does; the page has it in a worker.
 */
export class Race {
  readonly #lanes: [Lane, Lane];

  private constructor(settings: Settings, data: RaceData) {
    this.#lanes = settings.lanes.map((lane) => new Lane(lane, settings, data)) as [Lane, Lane];
  }

  static async begin(settings: Settings, data: RaceData): Promise<Race> {
    const race = new Race(settings, data);
    for (const lane of race.#lanes) await lane.begin();
    return race;
  }

  /** Makes one update of each; false when all are made. */
  async update(): Promise<boolean> {
    let more = true;
    for (const lane of this.#lanes) more = (await lane.update()) && more;
    return more;
  }

  async report(): Promise<[LaneReport, LaneReport]> {
    const [first, second] = this.#lanes;
    return [await first.report(), await second.report()];
  }

  async dispose(): Promise<void> {
    for (const lane of this.#lanes) await lane.dispose();
  }
}
