import type { ArmSummary } from './records.ts';

/** Numbers as the tables print them; what is not known is a dash. */
const DASH = '–';

export function percent(share: number | null): string {
  return share === null ? DASH : `${(100 * share).toFixed(2)} %`;
}

/** A difference of shares in percentage points, always signed. */
export function points(share: number | null): string {
  if (share === null) return DASH;
  const value = (100 * share).toFixed(2);
  return share > 0 && !value.startsWith('+') ? `+${value}` : value;
}

/** "-0.81 [-1.13, -0.49]", in percentage points. */
export function interval({ difference, ci95 }: Pick<ArmSummary, 'difference' | 'ci95'>): string {
  if (difference === null) return DASH;
  return ci95 === null
    ? points(difference)
    : `${points(difference)} [${points(ci95[0])}, ${points(ci95[1])}]`;
}

/** "0.012", "<0.001". */
export function probability(p: number | null): string {
  if (p === null) return DASH;
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

/** A share as whole percent: "83 %". */
export function share(value: number | null): string {
  return value === null ? DASH : `${Math.round(100 * value)} %`;
}

export function count(value: number | null): string {
  return value === null ? DASH : Math.round(value).toLocaleString('en');
}

export function seconds(ms: number | null): string {
  return ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`;
}

/** "3 min 05 s" for a person who waits. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.round(ms / 1000));
  const minutes = Math.floor(total / 60);
  if (minutes === 0) return `${total} s`;
  if (minutes < 60) return `${minutes} min ${String(total % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
