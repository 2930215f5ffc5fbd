/** A record as it stands after each round of the fake's run. */
import { ON_CPU, type Precision } from '#core/configuration.ts';
import { QUICK } from '#core/protocol/constants.ts';
import { METHOD_VERSION } from '#core/protocol/version.ts';
import { isDegraded, judgeFidelity } from '#core/fidelity.ts';
import type { LeftOut, Row, RunRecord, Window } from '#core/record/schema.ts';
import { targetName } from '#core/providers.ts';
import type { Suite } from '#core/suite.ts';
import { fakeSketch, fakeWindows } from './windows.ts';

/** Model, precision, rank, net mJ, gross mJ, half-width of the interval as a ratio, median ms; what is not as on the processor. */
export type Figures = readonly [string, Precision, number, number, number, number, number, Partial<Row>?];

export const FIGURES: readonly Figures[] = [
  ['silero-vad', 'int8-dynamic', 1, 2.31, 3.05, 0.031, 0.212],
  ['silero-vad', 'fp32', 1, 2.38, 3.11, 0.028, 0.198],
  ['ppocr-cls', 'int8-dynamic', 3, 41.2, 52.6, 0.018, 3.31],
  ['ppocr-cls', 'fp32', 4, 55.9, 70.4, 0.014, 4.27],
  ['ppocr-rec', 'int8-dynamic', 5, 402, 497, 0.022, 27.6],
  ['ppocr-rec', 'fp32', 6, 611, 748, 0.012, 39.9],
  ['ppocr-det', 'int8-dynamic', 7, 1840, 2270, 0.041, 124],
  ['ppocr-det', 'fp32', 8, 2470, 2990, 0.062, 151],
];

/** With more precisions, one of them degraded, and architectures counted by the token. */
export const MANY_FIGURES: readonly Figures[] = [
  ['silero-vad', 'int8-static', 1, 1.62, 2.2, 0.022, 0.151],
  ['silero-vad', 'fp32', 2, 2.38, 3.11, 0.028, 0.198],
  ['llama-135m-decode', 'int4', 3, 212, 260, 0.019, 14.1],
  ['llama-135m-decode', 'fp32', 4, 655, 790, 0.017, 40.2],
  ['ppocr-det', 'int8-static', 5, 1610, 1990, 0.021, 109],
  ['ppocr-det', 'fp32', 6, 2470, 2990, 0.022, 151],
  ['llama-135m-prefill', 'fp32', 7, 9120, 11_300, 0.02, 602],
  ['resnet-50', 'fp32', 7, 9330, 11_600, 0.03, 640],
  ['ppocr-det', 'pruned-50', 9, 1220, 1540, 0.024, 84],
];

/** So many rows: the first two of `FIGURES` again and again, with ever more threads. */
export function manyFigures(count: number): Figures[] {
  return Array.from({ length: count }, (_, index): Figures => {
    const [model, precision, , netMj, grossMj, halfWidth, medianMs] = FIGURES[2 + (index % 6)] as Figures;
    const threads = 1 + Math.floor(index / 6);
    const factor = 1 + threads / 100;
    return [
      model,
      precision,
      index + 1,
      netMj * factor,
      grossMj * factor,
      halfWidth,
      medianMs / factor,
      { threads },
    ];
  });
}

export interface RecordOptions {
  /** Default: those of the first suite. */
  readonly figures?: readonly Figures[];
  readonly rounds: number;
  readonly state: RunRecord['state'];
  /** Takes its rows from the record: they failed. */
  readonly failed: readonly {
    readonly model: string;
    readonly precision: Precision;
    readonly target: string;
    readonly reason: string;
  }[];
  /** Default: nothing. */
  readonly leftOut?: readonly LeftOut[];
}

export function fakeRecord(
  suite: Suite,
  { figures: shown = FIGURES, rounds, state, failed, leftOut = [] }: RecordOptions,
): RunRecord {
  return {
    schema: 'joulemark.record/1',
    id: '00000000000000f1',
    methodVersion: METHOD_VERSION,
    synthetic: suite.synthetic,
    startedAt: '2026-05-09T10:00:00.000Z',
    state,
    software: suite.software,
    machine: suite.machine,
    meters: [...suite.meters],
    plan: { seed: 7, scenario: { kind: 'back-to-back' }, constants: { ...QUICK }, leftOut: [...leftOut] },
    rows: shown.map((figures) => {
      const row = fakeRow(suite, figures, shown, rounds);
      const failure = failed.find(
        ({ model, precision, target }) =>
          model === row.model && precision === row.precision && target === targetName(row),
      );
      return failure === undefined ? row : failedRow(row, failure.reason);
    }),
    footprint: null,
    events: [],
  };
}

function fakeRow(suite: Suite, figures: Figures, shown: readonly Figures[], rounds: number): Row {
  const [model, precision, rank, netMj, grossMj, halfWidth, medianMs, changes = {}] = figures;
  const tier = suite.meters.find(({ status }) => status === 'used');
  const estimated = tier?.status === 'used' && tier.tier === 'estimate';
  const noisy = halfWidth * Math.sqrt(3 / Math.max(1, rounds)) > 0.05;
  const netJ = netMj / 1000;
  const known = rounds > 0;
  const summary = suite.models.find(({ id }) => id === model);
  const row: Row = {
    model,
    modelSha256: summary?.sha256 ?? '0'.repeat(64),
    modelKind: summary?.kind ?? 'trained',
    variantSha256: precision === 'fp32' ? null : 'e'.repeat(64),
    precision,
    ...ON_CPU,
    threads: 4,
    batch: 1,
    work: summary?.work ?? { unit: 'inference', perInference: 1 },
    againstFp32: null,
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
    latencySketch: known ? fakeSketch(medianMs) : [],
    throughputPerS: known ? 1000 / medianMs : null,
    cpuSecondsPerInference: known ? (medianMs / 1000) * 3.9 : null,
    placement: { cpu: 1 },
    placementNodes: { cpu: 1 },
    fallbacks: [],
    ranAs: null,
    adapter: null,
    deviceVerified: true,
    tensorsOn: 'host',
    fidelity: null,
    windows: fakeWindows(
      { place: shown.indexOf(figures), of: shown.length, rounds, medianMs, grossJ: grossMj / 1000 },
      model,
    ),
  };
  if (precision !== 'fp32') {
    const base = fp32Of(figures, shown)?.[3] ?? netMj;
    const ratio = netMj / base;
    const interval: [number, number] = [ratio * (1 - 2 * halfWidth), ratio * (1 + 2 * halfWidth)];
    const separated = interval[0] > 1 || interval[1] < 1;
    row.againstFp32 = rounds > 1 ? { ratio, interval, separated } : null;
    const trained = row.modelKind === 'trained';
    const task = trained ? { passed: true, detail: 'same answer as fp32' } : null;
    const sqnrDb = precision === 'pruned-50' ? 7.2 : 27.4;
    const agreement = { inputs: 32, cosine: 0.9991, sqnrDb, maxAbsError: 0.04, top1Agreement: 1 };
    row.fidelity = judgeFidelity(agreement, task, summary?.bounds ?? null);
    if (isDegraded(row)) row.reasons = row.fidelity.shortfalls.map((text) => `degraded: ${text}`);
  }
  const changed = { ...row, ...changes };
  return changed.tier === null ? { ...changed, windows: row.windows.map(unmetered) } : changed;
}

/** Of the same model on the same device. */
function fp32Of([model, , , , , , , changes]: Figures, shown: readonly Figures[]): Figures | undefined {
  return shown.find(
    ([other, precision, , , , , , others]) =>
      other === model &&
      precision === 'fp32' &&
      others?.provider === changes?.provider &&
      others?.unit === changes?.unit,
  );
}

function failedRow(row: Row, reason: string): Row {
  const nothing = { rank: null, netJ: null, grossJ: null, ci95: null, latencyMs: null, throughputPerS: null };
  return {
    ...row,
    ...nothing,
    verdict: 'failed',
    reasons: [reason],
    variantSha256: null,
    adapter: null,
    fallbacks: [],
    cpuSecondsPerInference: null,
    placement: {},
    placementNodes: {},
    fidelity: null,
    latencySketch: [],
    windows: [],
  };
}

const unmetered = (window: Window): Window => ({
  ...window,
  energyJ: null,
  uncertaintyJ: null,
  energyByDomain: {},
  idlePowerW: null,
});
