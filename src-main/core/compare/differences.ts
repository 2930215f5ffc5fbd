/** What keeps two rows from being compared, and what else differs between two runs: each by its name. */
import { domainsText } from '../ranking/group.ts';
import type { Row, RunRecord } from '../record/schema.ts';

/** Of a row and the run that it is of. */
export interface RowOfRun {
  readonly row: Row;
  readonly record: RunRecord;
}

/** A name and what each side has. */
export interface Difference {
  readonly what: string;
  readonly own: string;
  readonly baseline: string;
}

type Told<T> = readonly [what: string, of: (side: T) => string];

/** Rows that differ in one of these answer different questions. */
const KEYS: readonly Told<RowOfRun>[] = [
  ['model file', ({ row }) => row.modelSha256.slice(0, 12)],
  ['method version', ({ record }) => String(record.methodVersion)],
  ['scenario', ({ record }) => scenarioText(record)],
  ['batch', ({ row }) => String(row.batch)],
  ['tier', ({ row }) => row.tier ?? 'no meter'],
  ['energy', ({ row }) => domainsText(row) || 'none'],
];

/** What may be why two rows differ. */
const CIRCUMSTANCES: readonly Told<RowOfRun>[] = [
  ['bytes of the variant', ({ row }) => row.variantSha256?.slice(0, 12) ?? 'not known'],
  ['threads', ({ row }) => String(row.threads)],
  ['ran on', ({ row }) => row.ranAs ?? row.provider],
  ['adapter', ({ row }) => row.adapter?.name ?? 'none'],
];

/** Of whole runs. */
const OF_RUNS: readonly Told<RunRecord>[] = [
  ['processor', ({ machine }) => machine.cpuModel ?? 'not known'],
  [
    'memory',
    ({ machine }) =>
      machine.memoryBytes === null ? 'not known' : `${Math.round(machine.memoryBytes / 2 ** 30)} GiB`,
  ],
  ['graphics', ({ machine }) => machine.gpus.join(', ') || 'none'],
  ['system', ({ machine }) => [machine.osName, machine.osRelease].filter(Boolean).join(' ')],
  ['ONNX Runtime', ({ software }) => software.onnxruntime],
  ['Joulemark', ({ software }) => software.joulemark],
  [
    'started from',
    ({ software }) =>
      software.electron === null ? `Node ${software.node}` : `Electron ${software.electron}`,
  ],
  [
    'meters',
    ({ meters }) => meters.flatMap((meter) => (meter.status === 'used' ? meter.id : [])).join(', ') || 'none',
  ],
  ['scenario', (record) => scenarioText(record)],
  ['windows', ({ plan }) => `${plan.constants.windowSeconds} s`],
  ['method version', ({ methodVersion }) => String(methodVersion)],
];

export const keyDifferences = (own: RowOfRun, baseline: RowOfRun): Difference[] =>
  differing(KEYS, own, baseline);

export const rowDifferences = (own: RowOfRun, baseline: RowOfRun): Difference[] =>
  differing(CIRCUMSTANCES, own, baseline);

/** A fact of each run in their order, and whether all have the same. */
export interface RunFact {
  readonly what: string;
  readonly values: readonly string[];
  readonly isSame: boolean;
}

export function runFacts(records: readonly RunRecord[]): RunFact[] {
  return OF_RUNS.map(([what, of]) => {
    const values = records.map(of);
    return { what, values, isSame: new Set(values).size <= 1 };
  });
}

function differing<T>(told: readonly Told<T>[], own: T, baseline: T): Difference[] {
  return told
    .map(([what, of]) => ({ what, own: of(own), baseline: of(baseline) }))
    .filter((each) => each.own !== each.baseline);
}

function scenarioText({ plan: { scenario } }: RunRecord): string {
  return scenario.kind === 'fixed-rate' ? `${scenario.ratePerS} inferences a second` : 'back to back';
}
