import type { ArmSummary } from '../../../packages/experiments/src/results/records.ts';
import { armsOf, type Headline, headlines } from './headlines.ts';
import { markdownTable } from './markdown-table.ts';
import type { Table } from './read-runs.ts';

type Compared = Pick<ArmSummary, 'difference' | 'pHolm' | 'relative'>;

/** Over all tables: how often the error of each curriculum is lower, higher or not told apart, after Holm. */
export function answerPart(tables: readonly Table[]): string {
  const rows = headlines.flatMap((headline) => {
    const own = armsOf(headline, tables).map(([, arm]) => arm);
    const equal = distinct(own.flatMap(({ equalCost }) => equalCost ?? []));
    return own.length === 0 ? [] : [{ headline, own, equal, updates: distinct(own) }];
  });
  if (rows.length === 0) return 'Not yet run.';
  const body = markdownTable<(typeof rows)[number]>(
    [
      { title: 'curriculum', align: 'left', cell: ({ headline }) => nameOf(headline) },
      { title: 'at equal cost', align: 'right', cell: ({ equal }) => tally(equal) },
      { title: 'by', align: 'right', cell: ({ equal }) => spread(equal) },
      { title: 'at equal updates', align: 'right', cell: ({ updates }) => tally(updates) },
      { title: 'by', align: 'right', cell: ({ updates }) => spread(updates) },
    ],
    rows,
  );
  const hollow = rows.flatMap(({ headline, own, equal }) => {
    const bare = new Set(own.filter(isHollow).map(({ equalCost }) => equalCost));
    const lower = equal.filter((one) => bare.has(one)).length;
    return lower === 0 ? [] : [`${headline.words} in ${lower}`];
  });
  if (hollow.length === 0) return body;
  return `${body}\n\nLower only because more updates made uniform itself worse: ${hollow.join('; ')}.`;
}

function nameOf({ words, arms }: Headline): string {
  return `${words} (${arms.map((arm) => `\`${arm}\``).join(', ')})`;
}

/** Whether an arm's error is lower than that of a longer uniform run alone, and not than uniform's own. */
export function isHollow({ difference, equalCost }: ArmSummary): boolean {
  const isLower = equalCost !== null && isSure(equalCost) && equalCost.difference < 0;
  return isLower && difference !== null && difference >= 0;
}

/**
 * Leaves one of each comparison that stands in several tables, where these made the same trainings: the most cautious,
 * of the largest p, as each table corrects for its own number of comparisons.
 */
export function distinct<Found extends Pick<ArmSummary, 'difference' | 'ci95' | 'pHolm'>>(
  found: readonly Found[],
): Found[] {
  const kept = new Map<string, Found>();
  for (const one of found) {
    // Two sets of trainings do not agree to the last bit by chance, nor do those of two data sets or nets.
    const key = JSON.stringify([one.difference, one.ci95]);
    const other = kept.get(key);
    if (other === undefined || (one.pHolm ?? 1) > (other.pHolm ?? 1)) kept.set(key, one);
  }
  return [...kept.values()];
}

/** "2 / 1 / 3": how many tables have it lower, higher and open after the correction. */
export function tally(found: readonly Compared[]): string {
  if (found.length === 0) return '–';
  const sure = found.filter(isSure);
  const lower = sure.filter(({ difference }) => difference !== null && difference < 0).length;
  const open = found.length - sure.length;
  return unbroken(`${lower} / ${sure.length - lower} / ${open}`);
}

/** "-20 to +1 %": the mean differences from the least to the most. */
export function spread(found: readonly Compared[]): string {
  const shares = found.flatMap(({ relative }) => relative ?? []);
  if (shares.length === 0) return '–';
  const [least, most] = [Math.min(...shares), Math.max(...shares)].map(
    (value) => `${value > 0 ? '+' : ''}${(100 * value).toFixed(0)}`,
  );
  return unbroken(`${least === most ? least : `${least} to ${most}`} %`);
}

/** Not broken over lines. */
function unbroken(words: string): string {
  return words.replaceAll(' ', '\u00a0');
}

/** Whether a difference stays after Holm's correction. */
export function isSure({ pHolm }: Pick<ArmSummary, 'pHolm'>): boolean {
  return pHolm !== null && pHolm < 0.05;
}
