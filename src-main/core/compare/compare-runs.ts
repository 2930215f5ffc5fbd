/** Runs side by side: each row beside the same row of the first run. */
import { targetName } from '../providers.ts';
import type { Row, RunRecord } from '../record/schema.ts';
import { holmRejects } from '../stats/holm.ts';
import { keyDifferences, rowDifferences, runFacts, type Difference, type RunFact } from './differences.ts';
import type { EnergyRatio } from './energy-ratio.ts';

/** How a row stands to that of the first run. */
export type Against =
  /** It is that of the first run, or the first run has none. */
  | { readonly kind: 'none' }
  /** `separated`: after Holm's correction over all ratios of the comparison. */
  | {
      readonly kind: 'ratio';
      readonly ratio: number;
      readonly interval: readonly [number, number];
      readonly separated: boolean;
    }
  /** Their keys differ: the energies answer different questions. */
  | { readonly kind: 'other-key'; readonly differences: readonly Difference[] }
  /** Fewer than two rounds, or net energy not above idle. */
  | { readonly kind: 'no-ratio' };

export interface ComparedCell {
  readonly netJ: number | null;
  readonly ci95: readonly [number, number] | null;
  readonly grossJ: number | null;
  readonly medianMs: number | null;
  readonly tier: Row['tier'];
  readonly verdict: Row['verdict'];
  readonly against: Against;
  /** What may be why it differs from the first run's. */
  readonly circumstances: readonly Difference[];
}

export interface ComparedRow {
  readonly model: string;
  readonly precision: Row['precision'];
  /** As asked for, e.g. `webgpu`. */
  readonly target: string;
  /** null: it depends on the run. */
  readonly threads: number | null;
  /** One a run, in their order; null: that run has no such row. */
  readonly cells: readonly (ComparedCell | null)[];
}

export interface Comparison {
  readonly runs: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly state: RunRecord['state'];
    readonly synthetic: boolean;
  }[];
  readonly facts: readonly RunFact[];
  /** In the order of the first run, then what only later ones have. */
  readonly rows: readonly ComparedRow[];
}

/** Net energy of the one over that of the other; null: no ratio can be given. */
export type RatioOf = (own: Row, baseline: Row) => EnergyRatio | null;

/** What all ratios of a comparison together may err by. */
const FAMILY_LEVEL = 0.05;

/** `records`: at least one; the first is what the others are compared with. `ratioOf`: see row-ratio.ts. */
export function compareRuns(records: readonly RunRecord[], ratioOf: RatioOf): Comparison {
  const keyed = keyRows(records);
  const keys = [...new Set(keyed.flatMap((rows) => [...rows.keys()]))];
  const rows = keys.map((key) => keyed.map((each) => each.get(key) ?? null));
  const compared = rows.map((cells) =>
    cells.map((row, run) => againstFirst(row, cells[0] ?? null, run, records, ratioOf)),
  );
  const tests = compared.flat().flatMap((each) => ('p' in each ? [each] : []));
  const rejected = holmRejects(
    tests.map(({ p }) => p),
    FAMILY_LEVEL,
  );
  const separated = new Map(tests.map((test, index) => [test, rejected[index] ?? false]));
  return {
    runs: records.map(({ id, startedAt, state, synthetic }) => ({ id, startedAt, state, synthetic })),
    facts: runFacts(records),
    rows: rows.map((cells, index) => rowOf(cells, compared[index] ?? [], separated, records)),
  };
}

type Raw = EnergyRatio | Exclude<Against, { kind: 'ratio' }>;

function againstFirst(
  row: Row | null,
  first: Row | null,
  run: number,
  records: readonly RunRecord[],
  ratioOf: RatioOf,
): Raw {
  const [own, baseline] = [records[run], records[0]];
  if (row === null || first === null || run === 0 || own === undefined || baseline === undefined) {
    return { kind: 'none' };
  }
  const differences = keyDifferences({ row, record: own }, { row: first, record: baseline });
  if (differences.length > 0) return { kind: 'other-key', differences };
  return ratioOf(row, first) ?? { kind: 'no-ratio' };
}

function rowOf(
  cells: readonly (Row | null)[],
  raws: readonly Raw[],
  separated: ReadonlyMap<EnergyRatio, boolean>,
  records: readonly RunRecord[],
): ComparedRow {
  const known = cells.filter((cell) => cell !== null);
  const [some] = known;
  if (some === undefined) throw new RangeError('a row is of some run');
  const threads = new Set(known.map((row) => row.threads));
  return {
    model: some.model,
    precision: some.precision,
    target: targetName(some),
    threads: threads.size === 1 ? some.threads : null,
    cells: cells.map((row, run) => {
      if (row === null) return null;
      const raw = raws[run] ?? { kind: 'none' };
      const against: Against =
        'p' in raw
          ? {
              kind: 'ratio',
              ratio: raw.ratio,
              interval: raw.interval,
              separated: separated.get(raw) ?? false,
            }
          : raw;
      const [own, baseline, first] = [records[run], records[0], cells[0]];
      const circumstances =
        run === 0 || !first || !own || !baseline
          ? []
          : rowDifferences({ row, record: own }, { row: first, record: baseline });
      const { netJ, ci95, grossJ, latencyMs, tier, verdict } = row;
      return {
        netJ,
        ci95,
        grossJ,
        medianMs: latencyMs?.median ?? null,
        tier,
        verdict,
        against,
        circumstances,
      };
    }),
  };
}

/**
 * By what makes rows of different runs the same. The threads are part of it only where one run has several rows that
 * differ in nothing else: two machines run at as many threads as they have cores.
 */
function keyRows(records: readonly RunRecord[]): Map<string, Row>[] {
  const plain = (row: Row): string =>
    [row.model, row.precision, targetName(row), `b${row.batch}`, row.spinning, row.arena].join('/');
  const repeated = new Set<string>();
  for (const { rows } of records) {
    const seen = new Set<string>();
    for (const row of rows) {
      if (seen.has(plain(row))) repeated.add(plain(row));
      seen.add(plain(row));
    }
  }
  const keyOf = (row: Row): string =>
    repeated.has(plain(row)) ? `${plain(row)}/t${row.threads}` : plain(row);
  return records.map(({ rows }) => new Map(rows.map((row) => [keyOf(row), row])));
}
