/** Records whose figures follow from their windows, as the engine makes them, but from numbers that a seed decides. */
import { summariseEnergy, cpuSecondsPerInference, throughputPerS } from '#core/protocol/summary.ts';
import { QUICK } from '#core/protocol/constants.ts';
import { judge } from '#core/protocol/verdict.ts';
import { idlePoints, idlePowerOf } from '#core/energy/idle.ts';
import { meterInterval } from '#core/energy/meter-interval.ts';
import { submissionsOf, type SubmissionEntry } from '#core/leaderboard/submission.ts';
import type { Row, RunRecord, Window } from '#core/record/schema.ts';
import { latencyQuantiles, SKETCH_BASE } from '#core/stats/latency-sketch.ts';
import { seededRandom, type Random } from '#core/stats/random.ts';
import { sampleRecord, sampleRow } from './sample-record.ts';

export interface ConsistentOptions {
  /** Decides each number; another seed is another run (its id too). 0 … 2³²−1. */
  readonly seed?: number;
  readonly rounds?: number;
  /** One row each. */
  readonly loads?: readonly Load[];
}

export interface Load {
  /** About; ms. */
  readonly latencyMs?: number;
  /** Above idle, W. */
  readonly powerW?: number;
  /** What is not made from the numbers, e.g. the model's name, precision or threads. */
  readonly row?: Partial<Row>;
}

const IDLE_W = 4;
const WINDOW_S = 1.01;
/** As `rapl-powercap` counts. */
const COUNT_J = 1e-6;
const RESOLUTION_J = 0.000061;
const LATE_S = 0.0001;
const GAP_S = 0.8;

/** Valid, with `submissionsOf` lines that verify (unsigned). `changes` may break that. */
export function consistentRecord(
  { seed = 1, rounds = QUICK.minRounds, loads = [{}, INT8] }: ConsistentOptions = {},
  changes: Partial<RunRecord> = {},
): RunRecord {
  const random = seededRandom(seed);
  const roundS = (loads.length + 1) * (WINDOW_S + GAP_S);
  const idle = Array.from({ length: rounds + 1 }, (_, round) =>
    madeWindow(random, { round, kind: 'idle', startS: 2 + round * roundS, powerW: IDLE_W }),
  );
  const rows = loads.map((load, index) => {
    const { latencyMs = 9.9, powerW = 6, row = {} } = load;
    const shape = madeSketch(latencyMs);
    const measured = Array.from({ length: rounds }, (_, round) => {
      const startS = 2 + round * roundS + (index + 1) * (WINDOW_S + GAP_S);
      const window = madeWindow(random, { round, kind: 'measure', startS, powerW: IDLE_W + powerW });
      const threads = Math.min(row.threads ?? 2, 8);
      return {
        ...window,
        inferences: window.durationS / (shape.meanMs / 1000) - random(),
        cpuSeconds: 0.97 * threads * window.durationS,
        temperatureC: 50 + round + Math.floor(random() * 3),
      };
    });
    return rowOf(measured, idle, shape, row);
  });
  return sampleRecord({
    id: seed.toString(16).padStart(16, '0'),
    startedAt: new Date(Date.UTC(2026, 0, 31, 8, 30) + (seed % 1e6) * 60_000).toISOString(),
    plan: { seed, scenario: { kind: 'back-to-back' }, constants: { ...QUICK }, leftOut: [] },
    rows,
    ...changes,
  });
}

const INT8: Load = {
  latencyMs: 7,
  powerW: 7,
  row: { precision: 'int8-dynamic', variantSha256: 'b'.repeat(64), rank: 2 },
};

/** The lines of such a record, each of which verifies. */
export function consistentLines(options: ConsistentOptions = {}): readonly SubmissionEntry[] {
  return submissionsOf(consistentRecord(options)).entries;
}

type Drawn = Pick<Window, 'round' | 'kind' | 'startS'> & { readonly powerW: number };

/** Energies are whole counts, within half a percent of `powerW`. */
function madeWindow(random: Random, { powerW, ...rest }: Drawn): Window {
  const durationS = WINDOW_S + 0.001 * random();
  const counts = Math.round((powerW * (1 + 0.004 * (random() - 0.5)) * durationS) / COUNT_J);
  const energyJ = counts * COUNT_J;
  return {
    ...rest,
    durationS,
    inferences: 0,
    energyJ,
    uncertaintyJ: RESOLUTION_J + (energyJ / durationS) * LATE_S,
    energyByDomain: { package: energyJ },
    idlePowerW: rest.kind === 'idle' ? energyJ / durationS : null,
    cpuSeconds: 0.001,
    temperatureC: 45,
    flags: [],
  };
}

interface SketchShape {
  readonly buckets: readonly (readonly [bucket: number, share: number])[];
  readonly meanMs: number;
}

function madeSketch(latencyMs: number): SketchShape {
  const usual = Math.ceil(Math.log(latencyMs) / Math.log(SKETCH_BASE));
  const buckets = [
    [usual, 0.88],
    [usual + 9, 0.1],
    [usual + 40, 0.02],
  ] as const;
  // The loop itself takes a thousandth.
  const meanMs = buckets.reduce((sum, [bucket, share]) => sum + share * SKETCH_BASE ** bucket, 0) * 1.001;
  return { buckets, meanMs };
}

function rowOf(measured: Window[], idle: readonly Window[], shape: SketchShape, row: Partial<Row>): Row {
  const points = idlePoints(idle);
  const windows = [
    ...idle,
    ...measured.map((window) => ({ ...window, idlePowerW: idlePowerOf(points, window) })),
  ].sort((a, b) => a.startS - b.startS);
  const inferences = Math.round(measured.reduce((sum, window) => sum + window.inferences, 0));
  const [, ...slow] = shape.buckets.map(([bucket, share]): [number, number] => [
    bucket,
    Math.max(1, Math.round(share * inferences)),
  ]);
  const usual = inferences - slow.reduce((sum, [, count]) => sum + count, 0);
  const latencySketch: [number, number][] = [[shape.buckets[0]?.[0] ?? 0, Math.max(1, usual)], ...slow];
  const summary = summariseEnergy(windows, QUICK.confidenceLevel);
  const { verdict, reasons } = judge(summary, windows, 'counter', QUICK);
  return sampleRow({
    verdict,
    reasons,
    netJ: summary.netJ,
    grossJ: summary.grossJ,
    ci95: summary.interval && [summary.interval.low, summary.interval.high],
    meterInterval: meterInterval(summary.netJ, null),
    latencyMs: latencyQuantiles(latencySketch),
    latencySketch,
    throughputPerS: throughputPerS(windows),
    cpuSecondsPerInference: cpuSecondsPerInference(windows),
    windows,
    ...row,
  });
}
