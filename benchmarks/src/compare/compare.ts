import { quantile } from '../quantile.ts';
import type { Report } from '../report/report.ts';
import type { Measured, Row } from '../suite.ts';
import { type Shift, shift } from './shift.ts';

/** What is called a change. */
export interface Judgement {
  /** Changes up to this share of the time are left alone: two runs of the same code differ by a little, too. */
  tolerance: number;
  /** The chance that any row of runs of the same speed is called slower, over all of them together; or any faster. */
  alpha: number;
}

export const JUDGEMENT: Judgement = { tolerance: 0.1, alpha: 0.01 };

/** One row in both runs. Ratios are the later over the earlier: above 1 is slower. */
export interface Compared {
  suite: string;
  subject: string;
  arm: string;
  backend?: string | undefined;
  /** The peers that it is held against in both runs; empty where its time is compared as it is. */
  peers: string[];
  ratio: number;
  low: number;
  high: number;
  verdict: 'slower' | 'faster' | 'the same' | 'not judged';
  /** Why it is not judged. */
  reason?: string | undefined;
}

export interface Comparison {
  rows: Compared[];
  /** Measured in one run and not in the other. */
  missing: string[];
}

/**
 * Holds each of our arms in the later run against the same arm in the earlier one, by the medians of their rounds.
 *
 * Where a peer ran beside it in both, what is compared is the ratio to the peer within each round (of several peers, to
 * the median of their logarithms): what slows the machine slows both. Times themselves are judged only on the same
 * machine, and a change of them must be seen in the least time too, and not in peers that had fewer rounds: what else a
 * machine does adds to all times for a while. A row has changed if the Mann-Whitney test rejects that it has not, after Holm's correction for the number of
 * rows, and the estimate of the change is beyond the tolerance.
 *
 * @see Holm 1979, "A Simple Sequentially Rejective Multiple Test Procedure"
 */
export function compare(
  before: readonly Report[],
  after: readonly Report[],
  { tolerance, alpha }: Judgement = JUDGEMENT,
): Comparison {
  const missing: string[] = [];
  const found: (Compared & { shift?: Shift; others?: number[] })[] = [];
  for (const later of after) {
    const earlier = before.find((one) => one.name === later.name);
    if (earlier === undefined) {
      missing.push(`${later.name}: only in the later run`);
      continue;
    }
    const sameMachine = isSameMachine(earlier, later);
    for (const row of measured(later)) {
      const twin = measured(earlier).find((one) => isSameRow(one, row));
      if (twin === undefined) missing.push(`${nameOf(later, row)}: only in the later run`);
      else if (row.peer !== true) found.push(compareRow(earlier, later, twin, row));
    }
    for (const row of measured(earlier)) {
      if (!measured(later).some((one) => isSameRow(one, row))) {
        missing.push(`${nameOf(earlier, row)}: only in the earlier run`);
      }
    }

    function compareRow(a: Report, b: Report, twin: Measured, row: Measured): (typeof found)[0] {
      const peers = commonPeers(a, b, twin, row);
      const { suite } = b;
      const { subject, arm, backend } = row;
      const start = { suite, subject, arm, backend, peers: peers.map((pair) => pair[1].arm) };
      const plain = row.median / twin.median;
      const none = { ...start, ratio: plain, low: Number.NaN, high: Number.NaN };
      const refuse = (reason: string) => ({ ...none, verdict: 'not judged' as const, reason });
      const rounds = Math.min(twin.rounds?.length ?? 0, row.rounds?.length ?? 0);
      if (rounds < 4) return refuse(`${rounds} rounds, and it takes 4`);
      if (a.full !== b.full) return refuse('one of the runs has the full settings');
      if (peers.length === 0 && !sameMachine) return refuse('other machines, and no peer');
      const s = shift(
        logs(
          twin,
          peers.map((pair) => pair[0]),
        ),
        logs(
          row,
          peers.map((pair) => pair[1]),
        ),
      );
      const [ratio, low, high] = [s.estimate, s.low, s.high].map(Math.exp) as [
        number,
        number,
        number,
      ];
      const others =
        peers.length > 0 ? [] : [row.min / twin.min, ...slowPeers(a, b, row).map((r) => ratio / r)];
      return { ...start, ratio, low, high, verdict: 'the same', shift: s, others };
    }
  }
  for (const earlier of before) {
    if (!after.some((one) => one.name === earlier.name)) {
      missing.push(`${earlier.name}: only in the earlier run`);
    }
  }
  const judged = found.flatMap((row) => (row.shift ? [{ row, shift: row.shift }] : []));
  for (const [verdict, p] of [
    ['slower', 'pAbove'],
    ['faster', 'pBelow'],
  ] as const) {
    const chances = judged.map((one) => one.shift[p]);
    for (const i of rejected(chances, alpha)) {
      const { row } = judged[i] as (typeof judged)[0];
      const sign = verdict === 'slower' ? 1 : -1;
      const beyond = (ratio: number, by: number) => sign * Math.log(ratio) > Math.log(1 + by);
      const others = row.others ?? [];
      if (beyond(row.ratio, tolerance) && others.every((one) => beyond(one, tolerance / 2))) {
        row.verdict = verdict;
      }
    }
  }
  return { rows: found.map(({ shift: _, others: __, ...row }) => row), missing };
}

/** Holm's procedure: which of the hypotheses fall, so that any falls wrongly with a chance of `alpha` at most. */
export function rejected(chances: number[], alpha: number): number[] {
  const order = [...chances.keys()].sort((i, j) => (chances[i] as number) - (chances[j] as number));
  const stop = order.findIndex((i, k) => !((chances[i] as number) <= alpha / (order.length - k)));
  return stop === -1 ? order : order.slice(0, stop);
}

/** The logarithm of each round's time, over the peers' in that round. */
function logs(row: Measured, peers: Measured[]): number[] {
  return (row.rounds as number[]).map((time, round) => {
    const theirs = peers.map((peer) => Math.log(peer.rounds?.[round] as number));
    theirs.sort((a, b) => a - b);
    return Math.log(time) - (peers.length === 0 ? 0 : quantile(theirs, 0.5));
  });
}

/** Peers of the same version that took part in every round in both runs. */
function commonPeers(a: Report, b: Report, twin: Measured, row: Measured): [Measured, Measured][] {
  const isWhole = (peer: Measured, of: Measured) =>
    peer.peer === true &&
    peer.subject === of.subject &&
    peer.rounds?.length === of.rounds?.length &&
    peer.rounds?.every((time) => time > 0) === true;
  return measured(a)
    .filter((peer) => isWhole(peer, twin))
    .flatMap((peer): [Measured, Measured][] => {
      const later = measured(b).find((one) => isSameRow(one, peer) && one.about === peer.about);
      return later !== undefined && isWhole(later, row) ? [[peer, later]] : [];
    });
}

/** By how much the medians of the subject's peers changed, whatever their rounds. */
function slowPeers(a: Report, b: Report, { subject }: Measured): number[] {
  return measured(b)
    .filter((peer) => peer.peer === true && peer.subject === subject)
    .flatMap((peer) => {
      const twin = measured(a).find((one) => isSameRow(one, peer) && one.about === peer.about);
      return twin === undefined ? [] : [peer.median / twin.median];
    });
}

function measured({ rows }: Report): Measured[] {
  return rows.filter((row): row is Measured => 'median' in row);
}

function isSameRow(a: Row, b: Row): boolean {
  return a.subject === b.subject && a.arm === b.arm && a.backend === b.backend;
}

function isSameMachine({ machine: a }: Report, { machine: b }: Report): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.node.split('.')[0] === b.node.split('.')[0];
}

function nameOf({ name }: Report, { subject, arm }: Row): string {
  return `${name}: ${subject}: ${arm}`;
}
