/** A record as it stands after each round of the fake's run. */
import type { Precision } from '#core/configuration.ts';
import { QUICK } from '#core/protocol/constants.ts';
import type { Row, RunRecord, Window } from '#core/record/schema.ts';
import type { Suite } from '#core/suite.ts';

/** Model, precision, rank, net mJ, gross mJ, half-width of the interval as a ratio, median ms. */
type Figures = readonly [string, Precision, number, number, number, number, number];

const FIGURES: readonly Figures[] = [
  ['silero-vad', 'int8-dynamic', 1, 2.31, 3.05, 0.031, 0.212],
  ['silero-vad', 'fp32', 1, 2.38, 3.11, 0.028, 0.198],
  ['ppocr-cls', 'int8-dynamic', 3, 41.2, 52.6, 0.018, 3.31],
  ['ppocr-cls', 'fp32', 4, 55.9, 70.4, 0.014, 4.27],
  ['ppocr-rec', 'int8-dynamic', 5, 402, 497, 0.022, 27.6],
  ['ppocr-rec', 'fp32', 6, 611, 748, 0.012, 39.9],
  ['ppocr-det', 'int8-dynamic', 7, 1840, 2270, 0.041, 124],
  ['ppocr-det', 'fp32', 8, 2470, 2990, 0.062, 151],
];

export interface RecordOptions {
  readonly rounds: number;
  readonly state: RunRecord['state'];
  /** Takes its rows from the record: they failed. */
  readonly failed: readonly {
    readonly model: string;
    readonly precision: Precision;
    readonly reason: string;
  }[];
}

export function fakeRecord(suite: Suite, { rounds, state, failed }: RecordOptions): RunRecord {
  return {
    schema: 'joulemark.record/1',
    id: '00000000000000f1',
    methodVersion: 1,
    synthetic: suite.synthetic,
    startedAt: '2026-05-09T10:00:00.000Z',
    state,
    software: suite.software,
    machine: suite.machine,
    meters: [...suite.meters],
    plan: { seed: 7, scenario: { kind: 'back-to-back' }, constants: { ...QUICK } },
    rows: FIGURES.map((figures) => {
      const failure = failed.find(({ model, precision }) => model === figures[0] && precision === figures[1]);
      const row = fakeRow(suite, figures, rounds);
      return failure === undefined ? row : failedRow(row, failure.reason);
    }),
    footprint: null,
    events: [],
  };
}

function fakeRow(suite: Suite, figures: Figures, rounds: number): Row {
  const [model, precision, rank, netMj, grossMj, halfWidth, medianMs] = figures;
  const tier = suite.meters.find(({ status }) => status === 'used');
  const estimated = tier?.status === 'used' && tier.tier === 'estimate';
  const noisy = halfWidth * Math.sqrt(3 / Math.max(1, rounds)) > 0.05;
  const netJ = netMj / 1000;
  const known = rounds > 0;
  const row: Row = {
    model,
    modelSha256: suite.models.find(({ id }) => id === model)?.sha256 ?? '0'.repeat(64),
    variantSha256: precision === 'fp32' ? null : 'e'.repeat(64),
    precision,
    provider: 'cpu',
    device: 'cpu',
    threads: 4,
    batch: 1,
    work: { unit: 'inference', perInference: 1 },
    tier: estimated ? 'estimate' : 'counter',
    domains: ['package'],
    verdict: estimated ? 'estimated' : noisy ? 'noisy' : 'trusted',
    reasons: noisy ? [`The 95 % interval is ±${(halfWidth * 100).toFixed(1)} % wide, wanted ±5 %.`] : [],
    rank: known ? rank : null,
    netJ: known ? netJ : null,
    grossJ: known ? grossMj / 1000 : null,
    ci95: rounds > 1 ? [netJ * (1 - halfWidth), netJ * (1 + halfWidth)] : null,
    meterInterval: null,
    latencyMs: known ? { median: medianMs, p90: medianMs * 1.06, p99: medianMs * 1.31 } : null,
    latencySketch: [[Math.round(Math.log(medianMs) / Math.log(1.005)), 1000]],
    throughputPerS: known ? 1000 / medianMs : null,
    cpuSecondsPerInference: known ? (medianMs / 1000) * 3.9 : null,
    placement: { cpu: 1 },
    fidelity: null,
    windows: Array.from({ length: rounds }, (_, round) => fakeWindow(round, 1000 / medianMs, grossMj / 1000)),
  };
  if (precision === 'int8-dynamic') {
    const task = { passed: true, detail: 'same answer as fp32' };
    const agreement = { inputs: 32, cosine: 0.9991, sqnrDb: 27.4, maxAbsError: 0.04, top1Agreement: 1 };
    row.fidelity = { ...agreement, task, bounds: null, holds: true, shortfalls: [] };
  }
  return row;
}

function failedRow(row: Row, reason: string): Row {
  const nothing = { rank: null, netJ: null, grossJ: null, ci95: null, latencyMs: null, throughputPerS: null };
  return {
    ...row,
    ...nothing,
    verdict: 'failed',
    reasons: [reason],
    variantSha256: null,
    cpuSecondsPerInference: null,
    placement: {},
    fidelity: null,
    latencySketch: [],
    windows: [],
  };
}

function fakeWindow(round: number, inferences: number, grossJ: number): Window {
  return {
    round,
    kind: 'measure',
    startS: round * 20,
    durationS: 1,
    inferences,
    energyJ: grossJ * inferences,
    uncertaintyJ: 0.002,
    energyByDomain: { package: grossJ * inferences },
    idlePowerW: 3.1,
    cpuSeconds: 3.9,
    temperatureC: 61,
    flags: [],
  };
}
