/** How the playground's address says what is compared: everything a training depends on, as text. */
export interface Settings {
  data: (typeof DATA)[number];
  seed: number;
  /** Updates of each of the two trainings. */
  steps: number;
  backend: (typeof BACKENDS)[number];
  /** Where Fashion-MNIST's files are, if not in the cache or chosen by hand. */
  from: string;
  lanes: [LaneSettings, LaneSettings];
}

/** One of the two trainings. */
export interface LaneSettings {
  curriculum: (typeof CURRICULA)[number];
  scorer: (typeof SCORERS)[number];
  favour: (typeof FAVOURS)[number];
  /** At least 1. */
  maxRatio: number;
  /** Updates from one weighing to the next. */
  rescoreEvery: number;
}

export const DATA = ['geoshapes', 'fashion-mnist'] as const;
export const BACKENDS = ['auto', 'wasm', 'webgl', 'webgpu'] as const;
export const CURRICULA = ['uniform', 'free', 'scored', 'control'] as const;
export const SCORERS = [
  'entropy',
  'margin',
  'least-confidence',
  'aadt',
  'cross-entropy',
  'el2n',
] as const;
export const FAVOURS = ['hard', 'easy'] as const;

export const LARGEST_RATIO = 1000;
const MOST_STEPS = 10_000;

const LANE: LaneSettings = {
  curriculum: 'uniform',
  scorer: 'entropy',
  favour: 'hard',
  maxRatio: 30,
  rescoreEvery: 20,
};

/** Uniform sampling against the free scores of `gradus run`, on its data, for its 800 updates. */
export const DEFAULTS: Settings = {
  data: 'geoshapes',
  seed: 1,
  steps: 800,
  backend: 'auto',
  from: '',
  lanes: [LANE, { ...LANE, curriculum: 'free' }],
};

/** The settings as the part of an address behind its `#`. */
export function toHash({ data, seed, steps, backend, from, lanes }: Settings): string {
  const lane = ({ curriculum, scorer, favour, maxRatio, rescoreEvery }: LaneSettings) =>
    [curriculum, scorer, favour, maxRatio, rescoreEvery].join('_');
  const [a, b] = lanes.map(lane) as [string, string];
  const all = { data, seed: String(seed), steps: String(steps), backend, from, a, b };
  const parts = new URLSearchParams(all);
  if (from === '') parts.delete('from');
  return parts.toString();
}

/** What an address says, with the default for whatever it says wrongly or not at all. */
export function fromHash(hash: string): Settings {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const lane = (name: string, defaults: LaneSettings): LaneSettings => {
    const [curriculum, scorer, favour, maxRatio, rescoreEvery] = (parts.get(name) ?? '').split('_');
    return {
      curriculum: oneOf(CURRICULA, curriculum, defaults.curriculum),
      scorer: oneOf(SCORERS, scorer, defaults.scorer),
      favour: oneOf(FAVOURS, favour, defaults.favour),
      maxRatio: within(maxRatio, 1, LARGEST_RATIO, defaults.maxRatio),
      rescoreEvery: integer(rescoreEvery, 1, MOST_STEPS, defaults.rescoreEvery),
    };
  };
  return {
    data: oneOf(DATA, parts.get('data'), DEFAULTS.data),
    seed: integer(parts.get('seed'), 0, 0xffff_ffff, DEFAULTS.seed),
    steps: integer(parts.get('steps'), 1, MOST_STEPS, DEFAULTS.steps),
    backend: oneOf(BACKENDS, parts.get('backend'), DEFAULTS.backend),
    from: parts.get('from') ?? '',
    lanes: [lane('a', DEFAULTS.lanes[0]), lane('b', DEFAULTS.lanes[1])],
  };
}

function oneOf<T extends string>(all: readonly T[], text: string | null | undefined, other: T): T {
  return all.find((one) => one === text) ?? other;
}

function within(text: string | null | undefined, least: number, most: number, other: number) {
  const value = Number(text || Number.NaN);
  return value >= least && value <= most ? value : other;
}

function integer(text: string | null | undefined, least: number, most: number, other: number) {
  const value = within(text, least, most, other);
  return Number.isInteger(value) ? value : other;
}
