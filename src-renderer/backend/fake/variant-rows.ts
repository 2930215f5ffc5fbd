/** What making variants comes to on the fake's machine. */
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { judgeFidelity } from '#core/fidelity.ts';
import type { ModelSummary } from '#core/suite.ts';
import type { LeftOutPrecision, VariantRow } from '#core/variant-table.ts';

interface Made {
  /** Of the model as shipped. */
  readonly sizeRatio: number;
  readonly sqnrDb: number | null;
  readonly cosine: number;
  readonly left: VariantRow['leftReasons'];
}

const KEPT = {
  op: 'Conv',
  reason: 'it has 128 … 6400 weights; fewer than 8192 gain nothing',
  count: 14,
  nodes: ['Conv_0', 'Conv_3', 'Conv_7'],
} as const;
const NORMS = {
  op: 'BatchNormalization',
  reason: 'its output leaves the model',
  count: 1,
  nodes: ['bn'],
} as const;

const MADE: Readonly<Record<Precision, Made>> = {
  fp32: { sizeRatio: 1, sqnrDb: null, cosine: 1, left: [] },
  fp16: { sizeRatio: 0.51, sqnrDb: 62.31, cosine: 0.99999971, left: [NORMS] },
  'int8-dynamic': { sizeRatio: 0.29, sqnrDb: 27.25, cosine: 0.99908, left: [KEPT, NORMS] },
  'int8-static': { sizeRatio: 0.28, sqnrDb: 21.42, cosine: 0.99641, left: [KEPT] },
  int4: { sizeRatio: 0.16, sqnrDb: 19.1, cosine: 0.99387, left: [] },
  'pruned-25': { sizeRatio: 0.58, sqnrDb: 3.07, cosine: 0.71231, left: [] },
  'pruned-50': { sizeRatio: 0.27, sqnrDb: 0.42, cosine: 0.30514, left: [] },
  'sparse-50': { sizeRatio: 1, sqnrDb: 6.88, cosine: 0.89415, left: [] },
};

/** It loads nowhere: one pair of all fails. */
const REFUSED = new Fault(
  'session-failed',
  'ONNX Runtime refused ppocr-rec at int8-static: node "Conv_12" has no kernel for it',
).toWire();

export function fakeRow({ id, kind, cost, bounds }: ModelSummary, precision: Precision): VariantRow {
  const { sizeRatio, sqnrDb, cosine, left } = MADE[precision];
  const fails = id === 'ppocr-rec' && precision === 'int8-static';
  const made = precision === 'fp32' ? null : { changed: 62 - left.length, left: 14 * left.length };
  const agreement = {
    ...{ inputs: 32, cosine, sqnrDb },
    maxAbsError: sqnrDb === null ? 0 : 10 ** (-sqnrDb / 20),
    top1Agreement: id === 'ppocr-cls' ? Math.min(1, cosine + 0.004) : null,
  };
  const passed = (sqnrDb ?? 99) > 5;
  const detail = passed ? 'read "Joulemark" in 4 of 4 lines' : 'read "Jou" for "Joulemark"';
  const task = kind === 'trained' ? { passed, detail } : null;
  return {
    ...{ model: id, kind, precision },
    bytes: Math.round((cost?.bytes ?? 3_900_000) * sizeRatio),
    sha256: 'c4'.repeat(32),
    ...{ changed: made?.changed ?? null, left: made?.left ?? null, leftReasons: left },
    madeInS: made === null ? null : 0.84,
    fidelity: fails ? null : judgeFidelity(agreement, task, bounds),
    fault: fails ? REFUSED : null,
  };
}

export function fakeLeftOut(
  { id, precisions }: ModelSummary,
  wanted: readonly Precision[],
): LeftOutPrecision[] {
  return wanted
    .filter((precision) => !precisions.includes(precision))
    .map((precision) => ({ model: id, precision, why: WHY[precision] ?? 'not offered for this model' }));
}

const WHY: Partial<Record<Precision, string>> = {
  int4: 'no matrix product has 32 or more weights in a row',
  'pruned-25': 'nothing can be pruned: every channel is used by a node that mixes them',
  'pruned-50': 'nothing can be pruned: every channel is used by a node that mixes them',
};
