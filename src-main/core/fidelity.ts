/** How closely a model's outputs agree with those of fp32 on the CPU. */
import type { Fidelity, FidelityBounds } from './record/schema.ts';
import type { TensorData, TensorMap } from './tensor.ts';

export type Agreement = Omit<Fidelity, 'task' | 'bounds' | 'holds' | 'shortfalls'>;

/**
 * Holds the agreement and the task against the model's bounds. A figure that is null because the outputs are
 * equal passes; one that is null because they could not be compared does not.
 */
export function judgeFidelity(
  agreement: Agreement,
  task: Fidelity['task'],
  bounds: FidelityBounds | null,
): Fidelity {
  const shortfalls = task?.passed === false ? [`wrong answer: ${task.detail}`] : [];
  if (bounds !== null) shortfalls.push(...shortfallsOf(agreement, bounds));
  const isJudged = bounds !== null || task !== null;
  return { ...agreement, task, bounds, holds: isJudged ? shortfalls.length === 0 : null, shortfalls };
}

/** True for a row whose answers fall short of what its model must keep. */
export function isDegraded(row: { readonly fidelity: Fidelity | null }): boolean {
  return row.fidelity?.holds === false;
}

function shortfallsOf({ sqnrDb, cosine, top1Agreement }: Agreement, bounds: FidelityBounds): string[] {
  const { minSqnrDb, minTop1Agreement } = bounds;
  if (cosine === null) return ['its outputs cannot be compared with those of fp32'];
  const found: string[] = [];
  // Equal outputs have no noise, and so no ratio.
  if (minSqnrDb !== null && sqnrDb !== null && sqnrDb < minSqnrDb) {
    found.push(`SQNR ${sqnrDb.toFixed(1)} dB, below the bound of ${minSqnrDb} dB`);
  }
  if (minTop1Agreement !== null && top1Agreement !== null && top1Agreement < minTop1Agreement) {
    const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
    found.push(`agrees on ${percent(top1Agreement)} of classes, bound ${percent(minTop1Agreement)}`);
  }
  return found;
}

/**
 * Compares the outputs for the same feeds, over all inputs and outputs together.
 *
 * - cosine: Σ r·x / √(Σ r² · Σ x²), 1 when the directions agree.
 * - sqnrDb: 10 · log₁₀(Σ r² / Σ (r − x)²), the signal-to-quantization-noise ratio
 *   (Bennett 1948; as ONNX Runtime's quantization debugging computes it); null when equal.
 * - maxAbsError: the largest |r − x|, in the outputs' own unit.
 * - top1Agreement: share of the decisions (one per step along all but the last axis of
 *   `classOutput`) in which the largest score belongs to the same class; null without classes.
 *
 * Everything but the number of inputs is null where outputs differ in name or shape or hold a
 * value that is not finite: such outputs cannot be compared.
 */
export function compareOutputs(
  reference: readonly TensorMap[],
  outputs: readonly TensorMap[],
  classOutput: string | null,
): Agreement {
  const unknown = unknownAgreement(outputs.length);
  if (reference.length !== outputs.length) return unknown;
  const sums: Sums = { rr: 0, xx: 0, rx: 0, noise: 0, worst: 0 };
  const decisions = { same: 0, all: 0 };
  for (const [index, expected] of reference.entries()) {
    const found = outputs[index] ?? {};
    for (const [name, tensor] of Object.entries(expected)) {
      const other = found[name];
      if (!other || !isComparable(tensor, other)) return unknown;
      addSums(sums, tensor, other);
      if (name === classOutput) addDecisions(decisions, tensor, other);
    }
  }
  if (!Number.isFinite(sums.rr + sums.xx + sums.noise)) return unknown;
  const norms = Math.sqrt(sums.rr) * Math.sqrt(sums.xx);
  return {
    inputs: outputs.length,
    // Rounding must not make equal outputs differ from 1, nor any exceed it.
    cosine: sums.noise === 0 ? 1 : norms > 0 ? Math.min(1, sums.rx / norms) : null,
    sqnrDb: sums.noise > 0 && sums.rr > 0 ? 10 * Math.log10(sums.rr / sums.noise) : null,
    maxAbsError: sums.worst,
    top1Agreement: decisions.all > 0 ? decisions.same / decisions.all : null,
  };
}

/** When there is nothing to compare with. */
export function unknownAgreement(inputs: number): Agreement {
  return { inputs, cosine: null, sqnrDb: null, maxAbsError: null, top1Agreement: null };
}

/** Half floats are stored as bit patterns, which are no numbers to compare. */
function isComparable(a: TensorData, b: TensorData): boolean {
  return a.type === b.type && a.type !== 'float16' && a.dims.join() === b.dims.join();
}

interface Sums {
  rr: number;
  xx: number;
  rx: number;
  noise: number;
  worst: number;
}

function addSums(sums: Sums, reference: TensorData, other: TensorData): void {
  for (let i = 0; i < reference.data.length; i += 1) {
    const r = Number(reference.data[i]);
    const x = Number(other.data[i]);
    const error = r - x;
    sums.rr += r * r;
    sums.xx += x * x;
    sums.rx += r * x;
    sums.noise += error * error;
    sums.worst = Math.max(sums.worst, Math.abs(error));
  }
}

function addDecisions(count: { same: number; all: number }, a: TensorData, b: TensorData): void {
  const classes = a.dims.at(-1) ?? 1;
  for (let start = 0; start + classes <= a.data.length; start += classes) {
    count.all += 1;
    if (indexOfLargest(a, start, classes) === indexOfLargest(b, start, classes)) count.same += 1;
  }
}

function indexOfLargest({ data }: TensorData, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i += 1) {
    if (Number(data[start + i]) > Number(data[start + best])) best = i;
  }
  return best;
}
