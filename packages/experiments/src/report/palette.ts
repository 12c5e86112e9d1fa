/** Colours that a figure is painted with: values that SVG takes, `var(...)` among them. */
export interface Paint {
  ink: string;
  paper: string;
  /** Grid and zero lines. */
  rule: string;
  /** The colour of an arm by its place: 0 is uniform's, others from 1; they repeat after the last. */
  arm(place: number): string;
}

/** The hues of one scheme: text and lines in them are at least 4.5 : 1 against the paper. */
export interface Scheme {
  ink: string;
  paper: string;
  rule: string;
  quiet: string;
  arms: readonly string[];
}

/**
 * Okabe and Ito's hues, which the colour-blind tell apart, darkened so that they can be read on
 * white: grey for uniform, then blue, vermilion, green, purple, ochre.
 *
 * @see Okabe and Ito 2008, "Color Universal Design"
 */
export const light: Scheme = {
  ink: '#1b1d21',
  paper: '#ffffff',
  rule: '#c9ccd1',
  quiet: '#565b64',
  arms: ['#55595f', '#0063a8', '#b84a00', '#00735a', '#9c3a78', '#7d5c00'],
};

/** The same hues lightened for a dark page. */
export const dark: Scheme = {
  ink: '#e8e9eb',
  paper: '#16181c',
  rule: '#474b52',
  quiet: '#a9aeb6',
  arms: ['#c4c8ce', '#62bbee', '#ff9457', '#35c79c', '#e99fcb', '#e6c04a'],
};

/** Dashes beside the hues, so that lines differ without colour; uniform's is whole. */
const DASHES = ['none', '7 3', '2 2.5', '10 3 2 3', '4 2', '12 4'];

export function dash(place: number): string {
  return DASHES[turn(place, DASHES.length)] as string;
}

/** For figures inside the page: its style sheet says what the colours are in each scheme. */
export const pagePaint: Paint = {
  ink: 'var(--ink)',
  paper: 'var(--paper)',
  rule: 'var(--rule)',
  arm: (place) => `var(--arm-${turn(place, light.arms.length)})`,
};

/** For figures that stand alone: plain colours on white, as every viewer and printer knows them. */
export const filePaint: Paint = {
  ink: light.ink,
  paper: light.paper,
  rule: light.rule,
  arm: (place) => light.arms[turn(place, light.arms.length)] as string,
};

/** Custom properties for `pagePaint`, as CSS declarations. */
export function declarations(scheme: Scheme): string {
  const { ink, paper, rule, quiet, arms } = scheme;
  const named = { ink, paper, rule, quiet };
  return [
    ...Object.entries(named).map(([name, value]) => `--${name}: ${value};`),
    ...arms.map((value, place) => `--arm-${place}: ${value};`),
  ].join(' ');
}

/** The place of each arm among the colours: 0 for uniform, the others in the order they first appear. */
export function places(arms: Iterable<string>): Map<string, number> {
  const others = [...new Set(arms)].filter((arm) => arm !== 'uniform');
  return new Map([['uniform', 0], ...others.map((arm, i): [string, number] => [arm, i + 1])]);
}

/** Later rounds leave out uniform's colour, which stays its own. */
function turn(place: number, length: number): number {
  return place < length ? place : 1 + ((place - length) % (length - 1));
}
