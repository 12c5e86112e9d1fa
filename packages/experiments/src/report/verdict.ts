import { interval, points } from '../results/format.ts';
import type { ArmSummary, TableSummary } from '../results/records.ts';

/**
 * Says in sentences what a table shows and what it does not: which arms' 95 % intervals of the paired
 * difference to uniform exclude 0 and by how much, or that none does, and how far that carries.
 */
export function verdict({ arms, comparisons }: TableSummary): string[] {
  const compared = arms.filter((arm) => arm.difference !== null);
  const uniform = arms.find((arm) => arm.arm === 'uniform');
  const seeds = Math.min(uniform?.n ?? 0, Math.max(0, ...compared.map((arm) => arm.n)));
  if (compared.length === 0) {
    return ['No arm has a seed in common with uniform: there is nothing to compare yet.'];
  }
  if (compared.every((arm) => arm.ci95 === null))
    return [oneSeed(compared, seeds), ...partial(arms)];
  const better = compared.filter((arm) => arm.ci95 !== null && arm.ci95[1] < 0);
  const worse = compared.filter((arm) => arm.ci95 !== null && arm.ci95[0] > 0);
  const open = compared.filter((arm) => !better.includes(arm) && !worse.includes(arm));
  const over = `Over ${seeds} paired seeds`;
  const found: string[] = [];
  if (better.length + worse.length === 0) {
    found.push(
      `${over}, no arm is told apart from uniform: every 95 % interval of the difference in test error includes 0 or is missing (${list(open.map(measured))}).`,
    );
  } else {
    const parts = [
      better.length > 0 ? `lower for ${list(better.map(measured))}` : '',
      worse.length > 0 ? `higher for ${list(worse.map(measured))}` : '',
      open.length > 0 ? `not told apart from uniform’s for ${list(open.map(measured))}` : '',
    ].filter((part) => part !== '');
    found.push(
      `${over}, the test error is ${parts.join('; ')} (differences to uniform in percentage points, with 95 % intervals).`,
    );
  }
  return [
    ...found,
    ...holm([...better, ...worse], comparisons),
    ...equalCost(compared),
    ...reach(seeds),
    ...partial(arms),
  ];
}

function oneSeed(compared: readonly ArmSummary[], seeds: number): string {
  const each = compared.map((arm) => `${arm.arm} ${points(arm.difference)}`);
  const where = seeds <= 1 ? 'On one seed' : 'With one paired seed for each arm';
  return `${where}, the differences in test error to uniform are ${list(each)} percentage points: that carries no interval, so it tells no arm apart from uniform.`;
}

/** Several comparisons find something by chance more often than one does. */
function holm(found: readonly ArmSummary[], comparisons: number): string[] {
  if (comparisons < 2 || found.length === 0) return [];
  const lost = found.filter((arm) => arm.pHolm !== null && arm.pHolm >= 0.05);
  const after = `After Holm’s correction for ${comparisons} comparisons`;
  if (lost.length === 0) {
    return found.some((arm) => arm.pHolm === null)
      ? []
      : [`${after} ${found.length === 1 ? 'that stays' : 'these stay'} below p = 0.05.`];
  }
  const each = lost.map((arm) => `${arm.arm} (p = ${(arm.pHolm as number).toFixed(2)})`);
  return [`${after}, ${list(each)} ${lost.length === 1 ? 'is' : 'are'} no longer below 0.05.`];
}

/** What is left once uniform may spend as much, and whether that does it any good. */
function equalCost(compared: readonly ArmSummary[]): string[] {
  const each = compared.flatMap(({ arm, equalCost }) =>
    equalCost === null ? [] : [measured({ ...equalCost, arm })],
  );
  if (each.length === 0) return [];
  const twins = new Set(compared.map((arm) => arm.equalCost?.arm));
  const longer = compared.filter(({ arm, ci95 }) => twins.has(arm) && ci95 !== null && ci95[0] > 0);
  return [
    `Against uniform with at least as many updates as the arm costs: ${list(each)}.`,
    ...(longer.length === 0
      ? []
      : [
          `More updates made uniform itself worse (${list(longer.map(measured))}): against ${longer.length === 1 ? 'that' : 'those'} a lower error is no gain.`,
        ]),
  ];
}

function reach(seeds: number): string[] {
  return seeds < 12
    ? [`${seeds} seeds carry an interval, not a verdict: a claim wants 16 fresh ones.`]
    : [];
}

/** Arms with fewer trainings than the others, as in a run that was stopped. */
function partial(arms: readonly ArmSummary[]): string[] {
  const most = Math.max(...arms.map((arm) => arm.n));
  const short = arms.filter((arm) => arm.n < most);
  if (short.length === 0) return [];
  const each = short.map((arm) => `${arm.arm} has ${arm.n} of ${most} seeds`);
  return [`Not everything is finished: ${list(each)}.`];
}

function measured(arm: Pick<ArmSummary, 'arm' | 'difference' | 'ci95'>): string {
  const shown = interval(arm).replaceAll(' ', '\u00a0'); // not broken over lines
  return `${arm.arm}, ${arm.ci95 === null ? `${shown} without an interval` : shown}`;
}

/** "a", "a and b", "a; b and c". */
function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join('; ')} and ${items.at(-1)}`;
}
