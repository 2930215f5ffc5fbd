/** Lanes and idle windows as the rows of a record, with figures, verdicts and ranks. Pure. */
import { configurationKey } from '#core/configuration.ts';
import { uncoveredReasons } from '#core/energy/choose.ts';
import { idlePoints, idlePowerOf } from '#core/energy/idle.ts';
import { meterInterval } from '#core/energy/meter-interval.ts';
import type { ProtocolConstants } from '#core/protocol/constants.ts';
import {
  cpuSecondsPerInference,
  summariseEnergy,
  throughputPerS,
  type EnergySummary,
} from '#core/protocol/summary.ts';
import { isDegraded } from '#core/fidelity.ts';
import { judge } from '#core/protocol/verdict.ts';
import { byRankGroup, rankGroup } from '#core/ranking/group.ts';
import { rankByRounds } from '#core/ranking/rank.ts';
import { savingsOf } from '#core/ranking/saving.ts';
import type { Row, Window } from '#core/record/schema.ts';
import { latencyQuantiles } from '#core/stats/latency-sketch.ts';
import type { IdleWindows } from './idle-window.ts';
import { isLive, type Lane } from './lane.ts';

/** Rows by what they may be ranked against, in the order of their rank; the unranked behind, in the plan's order. */
export function buildRows(lanes: readonly Lane[], idle: IdleWindows, constants: ProtocolConstants): Row[] {
  const rows = lanes.map((lane) => {
    const windows = withIdle(lane, idle);
    const summary = summariseEnergy(windows, constants.confidenceLevel);
    return { row: buildRow(lane, windows, summary, constants), summary };
  });
  for (const group of new Set(rows.map(({ row }) => rankGroup(row)))) {
    const peers = rows.filter(({ row }) => rankGroup(row) === group && isRankable(row));
    const holding = peers.filter(({ row }) => !isDegraded(row));
    rank(holding, 0, constants.separationLevel);
    // A frugal wrong answer does not win: all that hold come before all that do not.
    rank(
      peers.filter(({ row }) => isDegraded(row)),
      holding.length,
      constants.separationLevel,
    );
  }
  const built = rows.map(({ row }) => row);
  for (const [index, saving] of savingsOf(built, constants).entries()) {
    const row = built[index];
    if (row) row.againstFp32 = saving;
  }
  return built.sort(byRank);
}

interface Ranked {
  readonly row: Row;
  readonly summary: EnergySummary;
}

/** Among themselves, behind the `before` rows that come first. */
function rank(peers: readonly Ranked[], before: number, level: number): void {
  const ranks = rankByRounds(
    peers.map(({ summary }) => summary.netByRound),
    peers[0]?.summary.idleVarianceW2 ?? NaN,
    level,
  );
  for (const [index, { row }] of peers.entries()) {
    const own = ranks[index] ?? null;
    row.rank = own === null ? null : own + before;
  }
}

const isRankable = (row: Row): boolean =>
  row.tier !== null && row.verdict !== 'failed' && row.verdict !== 'incomplete' && row.netJ !== null;

function byRank(a: Row, b: Row): number {
  if (a.rank === null || b.rank === null) return Number(a.rank === null) - Number(b.rank === null);
  return byRankGroup(a, b) || a.rank - b.rank || (a.netJ ?? 0) - (b.netJ ?? 0);
}

function buildRow(lane: Lane, windows: Window[], summary: EnergySummary, constants: ProtocolConstants): Row {
  const { configuration, meter, fault, prepared } = lane;
  const tier = meter?.info.tier ?? null;
  const latencySketch = [...lane.latencyCounts].sort(([a], [b]) => a - b);
  const judged = judge(summary, windows, tier, constants, prepared?.unmetered ?? null);
  return {
    ...configuration,
    work: lane.workload.work,
    againstFp32: null,
    variantSha256: prepared?.variantSha256 ?? null,
    tier,
    domains: [...(meter?.info.summed ?? [])],
    verdict: fault === null ? judged.verdict : 'failed',
    reasons:
      fault === null ? [...ownReasons(lane), ...judged.reasons] : [`${fault.message}. ${fault.remedy}`],
    rank: null,
    netJ: summary.netJ,
    grossJ: summary.grossJ,
    ci95: summary.interval === null ? null : [summary.interval.low, summary.interval.high],
    meterInterval: meterInterval(summary.netJ, meter?.info.accuracyRatio ?? null),
    latencyMs: latencyQuantiles(latencySketch),
    latencySketch,
    throughputPerS: throughputPerS(windows),
    cpuSecondsPerInference: cpuSecondsPerInference(windows),
    ...ranOf(lane),
    fidelity: prepared?.fidelity ?? null,
    windows,
  };
}

/** What the preparation showed, in words: where it ran, what is not in its energy, how its answers fall short. */
function ownReasons({ meter, prepared }: Lane): string[] {
  if (prepared === null) return [];
  const { placed, ran, fidelity } = prepared;
  const worked = { device: placed.device, adapter: ran.adapter };
  const shortfalls = (fidelity?.shortfalls ?? []).map((text) => `degraded: ${text}`);
  return [...placed.reasons, ...uncoveredReasons(meter, worked, placed.timeByDevice), ...shortfalls];
}

type RanFields =
  | 'device'
  | 'placement'
  | 'placementNodes'
  | 'fallbacks'
  | 'ranAs'
  | 'adapter'
  | 'deviceVerified'
  | 'tensorsOn';

/** Before it is prepared, a configuration has what it claims and nothing else. */
function ranOf({ configuration, prepared }: Lane): Pick<Row, RanFields> {
  const ran = prepared?.ran ?? null;
  const placed = prepared?.placed ?? null;
  return {
    device: placed?.device ?? configuration.device,
    placement: { ...ran?.placement.timeRatio },
    placementNodes: { ...ran?.placement.nodeRatio },
    fallbacks: [...(ran?.placement.fallbacks ?? [])],
    ranAs: placed?.ranAs ?? null,
    adapter: ran?.adapter ?? null,
    deviceVerified: placed?.deviceVerified ?? true,
    tensorsOn: ran?.tensorsOn ?? 'host',
  };
}

/** The lane's windows and its meter's idle windows by time, each measuring one with its idle power. */
function withIdle(lane: Lane, idle: IdleWindows): Window[] {
  const idleWindows = (lane.meter && idle.get(lane.meter.info.id)) ?? [];
  const points = idlePoints(idleWindows);
  const measured = lane.windows.map((window) => ({
    ...window,
    idlePowerW: idlePowerOf(points, window),
  }));
  return [...idleWindows, ...measured].sort((a, b) => a.startS - b.startS);
}

/** True when every configuration that still runs has an interval as narrow as the protocol asks. */
export function hasConverged(
  lanes: readonly Lane[],
  rows: readonly Row[],
  constants: ProtocolConstants,
): boolean {
  return lanes.filter(isLive).every(({ configuration }) => {
    const row = rows.find((candidate) => configurationKey(candidate) === configurationKey(configuration));
    if (row === undefined || row.tier === null) return true;
    if (row.ci95 === null || row.netJ === null) return false;
    return (row.ci95[1] - row.ci95[0]) / 2 <= constants.targetHalfWidthRatio * Math.abs(row.netJ);
  });
}
