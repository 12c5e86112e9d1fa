import { interval, probability } from '../../../packages/experiments/src/results/format.ts';
import {
  comparePaired,
  holm,
  mean,
  type PairedComparison,
} from '../../../packages/experiments/src/results/statistics.ts';
import { isSure } from './answer-part.ts';
import { markdownTable } from './markdown-table.ts';
import type { Contrast, Table } from './read-runs.ts';

/** What must be seen for a claim to stand. */
type Rule =
  /** Every arm is lower. */
  | 'gain'
  /** No arm is lower. */
  | 'no gain'
  /** No arm differs, and none could by more than `ALIKE` without its interval showing it. */
  | 'alike';

interface Claim {
  id: string;
  /** Where the thesis draft says it. */
  place: string;
  claim: string;
  rule: Rule;
}

export const claims: readonly Claim[] = [
  {
    id: 'gains',
    place: 'chapter 1',
    claim: 'Both curricula improve on uniform sampling, consistently and significantly',
    rule: 'gain',
  },
  {
    id: 'squared-aadt',
    place: '4.1.1',
    claim: 'Squared distances to threshold give results extremely similar to absolute ones',
    rule: 'alike',
  },
  {
    id: 'winsorizing',
    place: '4.1.4',
    claim: 'Winsorizing outliers before the temperature does not affect results',
    rule: 'alike',
  },
  {
    id: 'easy-then-hard',
    place: 'Bengio et al., replicated',
    claim: 'Easy, then hard, is no better than training on the union from the start',
    rule: 'no gain',
  },
  {
    id: 'easy-before-hard',
    place: 'Bengio et al., their own comparison',
    claim: 'Easy, then hard, is better than hard alone',
    rule: 'gain',
  },
];

/** Arms are alike where the interval of their difference is within this share of the other arm's error. */
const ALIKE = 0.2;
/** A claim about every architecture and data set wants two of each at least. */
const VARIETY = 2;

interface Compared extends PairedComparison {
  table: Table;
  arm: string;
  than: string;
  seeds: number;
  /** The other arm's mean error. */
  base: number;
  pHolm: number | null;
}

/** The claims one by one, and whether each stands here. */
export function claimsPart(tables: readonly Table[], contrasts: readonly Contrast[]): string {
  return claims
    .map((claim) => {
      const family = familyOf(claim, tables, contrasts);
      return `- **${claim.claim}** (${claim.place}): ${judge(claim.rule, family)}`;
    })
    .join('\n');
}

/** What the claims rest on: a table for each that has any comparison. */
export function contrastsPart(tables: readonly Table[], contrasts: readonly Contrast[]): string {
  return claims
    .map((claim) => ({ claim, family: familyOf(claim, tables, contrasts) }))
    .filter(({ family }) => family.length > 0)
    .map(({ claim, family }) => `**${claim.claim}**\n\n${contrastTable(family)}`)
    .join('\n\n');
}

function familyOf(
  { id }: Claim,
  tables: readonly Table[],
  contrasts: readonly Contrast[],
): Compared[] {
  return compare(
    tables,
    contrasts.filter(({ claim }) => claim === id),
  );
}

/** Compares arms seed by seed where both were trained, the p values corrected over all of them. */
export function compare(tables: readonly Table[], contrasts: readonly Contrast[]): Compared[] {
  const found = contrasts.flatMap(({ run, arms, than = 'uniform' }) => {
    const own = tables.filter((table) => table.run.folder === run);
    return own.flatMap((table) =>
      arms.flatMap((arm) => {
        const errors = (name: string) =>
          new Map(
            table.records.filter((one) => one.arm === name).map((one) => [one.seed, one.testError]),
          );
        const [a, b] = [errors(arm), errors(than)];
        const seeds = [...a.keys()].filter((seed) => b.has(seed));
        if (seeds.length === 0) return [];
        const values = (of: Map<number, number>) => seeds.map((seed) => of.get(seed) as number);
        const compared = comparePaired(values(a), values(b));
        return [{ table, arm, than, seeds: seeds.length, base: mean(values(b)), ...compared }];
      }),
    );
  });
  const corrected = holm(found.map(({ p }) => p));
  return found.map((one, i) => ({ ...one, pHolm: corrected[i] ?? null }));
}

/** Says whether a claim stands here, by its rule. */
export function judge(rule: Rule, family: readonly Compared[]): string {
  if (family.length === 0) return 'not yet run.';
  const lower = family.filter((one) => isSure(one) && one.difference < 0).length;
  const higher = family.filter((one) => isSure(one) && one.difference > 0).length;
  const open = family.length - lower - higher;
  const counts = `lower in ${lower}, higher in ${higher}, not told apart in ${open} of ${family.length} comparisons`;
  const variety = ['dataset', 'model'].map(
    (key) => new Set(family.map(({ table }) => table.summary[key as 'dataset' | 'model'])).size,
  );
  const broad = Math.min(...variety) >= VARIETY;
  const sets = `${variety[0]} data ${variety[0] === 1 ? 'set' : 'sets'} and ${variety[1]} ${variety[1] === 1 ? 'net' : 'nets'}`;
  if (rule === 'gain') {
    if (higher > 0) return `contradicted here: the test error is ${counts}.`;
    if (open > 0) return `not confirmed: the test error is ${counts}.`;
    return broad
      ? `confirmed: the test error is ${counts}.`
      : `so far so good: the test error is ${counts}, on ${sets}, which is too little for a claim about several.`;
  }
  if (rule === 'no gain') {
    return lower > 0
      ? `contradicted here: the test error is ${counts}.`
      : `confirmed, as far as ${family.length} comparisons go: the test error is ${counts}.`;
  }
  const within = family.filter(
    ({ ci95, base }) => ci95 !== null && Math.max(-ci95[0], ci95[1]) <= ALIKE * base,
  ).length;
  const share = `${within} of ${family.length} intervals are within a fifth of the other’s error`;
  if (lower + higher > 0) return `contradicted here: the test error is ${counts}; ${share}.`;
  return within === family.length ? `confirmed: all ${share}.` : `not confirmed: ${share}.`;
}

function contrastTable(family: readonly Compared[]): string {
  return markdownTable<Compared>(
    [
      { title: 'table', align: 'left', cell: ({ table }) => table.name },
      { title: 'arm', align: 'left', cell: ({ arm }) => arm },
      { title: 'less', align: 'left', cell: ({ than }) => than },
      { title: 'seeds', align: 'right', cell: ({ seeds }) => String(seeds) },
      { title: 'difference [95 %]', align: 'right', cell: interval },
      {
        title: 'p (Holm, over the claim)',
        align: 'right',
        cell: ({ pHolm }) => probability(pHolm),
      },
    ],
    family,
  );
}
