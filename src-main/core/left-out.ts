/** Pairs of a plan that cannot work, and why. */
import type { Precision } from './configuration.ts';
import type { DeviceStatus } from './devices.ts';
import { fixed } from './format/number.ts';
import type { LeftOut, MachineFacts } from './record/schema.ts';
import type { RunRequest } from './run-request.ts';
import type { ModelSummary } from './suite.ts';

/**
 * The least that a precision leaves of a file: all of it is weights, and all of them are reduced. Pruned
 * layers lose outputs and, behind one another, inputs.
 */
const LEAST_SHARE: Record<Precision, number> = {
  fp32: 1,
  fp16: 1 / 2,
  'int8-dynamic': 1 / 4,
  'int8-static': 1 / 4,
  int4: 1 / 8,
  'pruned-25': 0.75 ** 2,
  'pruned-50': 0.5 ** 2,
  'sparse-50': 1,
};

/** What was asked for by name and does not exist, one entry a precision. */
export function missingPrecisions(
  { id, precisions }: Pick<ModelSummary, 'id' | 'precisions'>,
  asked: readonly Precision[] | null,
): LeftOut[] {
  const reason = 'the model does not come in it; "joulemark models variants" says why';
  return (asked ?? [])
    .filter((precision) => !precisions.includes(precision))
    .map((precision) => ({ model: id, precision, target: null, reason }));
}

/** null: nothing is known that speaks against it. A model whose size is not known may run. */
export function whyLeftOut(
  { cost }: Pick<ModelSummary, 'cost'>,
  precision: Precision,
  { adapter, device }: DeviceStatus,
  memoryLimitBytes: number | null,
): string | null {
  if (precision === 'fp16' && adapter?.fp16 === false) return 'the adapter does not compute in fp16';
  if (cost === null) return null;
  const leastBytes = cost.bytes * LEAST_SHARE[precision];
  if (memoryLimitBytes !== null && leastBytes > memoryLimitBytes) {
    return `its weights take ${gib(leastBytes)} at least, and a worker may use ${gib(memoryLimitBytes)} (--memory-limit)`;
  }
  const adapterBytes = device === 'cpu' ? null : (adapter?.memoryBytes ?? null);
  if (adapterBytes !== null && leastBytes > adapterBytes) {
    return `its weights take ${gib(leastBytes)} at least, and the adapter gives ${gib(adapterBytes)}`;
  }
  return null;
}

/** Of one worker: what the person said, or three quarters of the machine's memory; null: neither is known. */
export function memoryLimitOf(
  { memoryLimitBytes }: Pick<RunRequest, 'memoryLimitBytes'>,
  { memoryBytes }: Pick<MachineFacts, 'memoryBytes'>,
): number | null {
  return memoryLimitBytes ?? (memoryBytes === null ? null : Math.floor(memoryBytes * MEMORY_SHARE));
}

/** The rest is for the system and for this program. */
const MEMORY_SHARE = 3 / 4;

/** E.g. `0.49 GiB`. */
function gib(bytes: number): string {
  const value = bytes / 2 ** 30;
  return `${fixed(value, value < 10 ? 2 : 0)} GiB`;
}

/** One sentence for all that share precisions, target and reason. */
export function leftOutNotices(leftOut: readonly LeftOut[]): string[] {
  const byModel = grouped(leftOut, ({ model, target, reason }) => [model, target, reason]);
  const sets = byModel.flatMap((entries) => {
    const [first] = entries;
    if (first === undefined) return [];
    const precisions = entries.flatMap(({ precision }) => precision ?? []).join(', ');
    return [{ ...first, precisions }];
  });
  return grouped(sets, ({ precisions, target, reason }) => [precisions, target, reason]).flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const at = first.precisions === '' ? '' : ` at ${first.precisions}`;
    const on = first.target === null ? '' : ` on ${first.target}`;
    return [`Left out: ${same.map(({ model }) => model).join(', ')}${at}${on}: ${first.reason}.`];
  });
}

/** In the order in which each key first occurs. */
function grouped<T>(items: readonly T[], keyOf: (item: T) => readonly unknown[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
