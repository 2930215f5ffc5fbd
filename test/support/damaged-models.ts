/** What reading and rewriting damaged models must hold to, tried on many of them. */
import fc from 'fast-check';
import type { Precision } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';
import { readModel } from '#precision/onnx/read.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { rewriteModel } from '#precision/variants.ts';
import { type Damage, damaged, damages } from './damage.ts';

export interface Trial {
  readonly runs: number;
  readonly seed: number;
  readonly precisions: readonly Precision[];
}

export interface Outcome {
  /** Models that were not read. */
  refused: number;
  /** Models that were read, written, and read again as the same. */
  read: number;
  /** Variants that were made of those, and are models themselves. */
  rewritten: number;
  readonly codes: Record<string, number>;
  /** By the slowest mutant, s. */
  slowestS: number;
}

/** Throws fast-check's report, with the damage, where anything but a `Fault` is thrown or a model is lost. */
export function tryDamage(original: Uint8Array, { runs, seed, precisions }: Trial): Outcome {
  const outcome: Outcome = { refused: 0, read: 0, rewritten: 0, codes: {}, slowestS: 0 };
  fc.assert(
    fc.property(damages(original), (changes: readonly Damage[]) => {
      const startS = performance.now() / 1000;
      tryOne(damaged(original, changes), precisions, outcome);
      outcome.slowestS = Math.max(outcome.slowestS, performance.now() / 1000 - startS);
    }),
    { numRuns: runs, seed, endOnFailure: true },
  );
  return outcome;
}

function tryOne(bytes: Uint8Array, precisions: readonly Precision[], outcome: Outcome): void {
  const model = faultOr(outcome, () => readModel(bytes));
  if (model === null) {
    outcome.refused += 1;
    return;
  }
  const written = writeModel(model);
  const again = writeModel(readModel(written));
  if (Buffer.compare(written, again) !== 0) throw new Error('what was written reads as something else');
  outcome.read += 1;
  for (const precision of precisions) {
    const variant = faultOr(outcome, () => rewriteModel(model, precision));
    if (variant === null) continue;
    readModel(writeModel(variant.model));
    outcome.rewritten += 1;
  }
}

function faultOr<T>({ codes }: Outcome, attempt: () => T): T | null {
  try {
    return attempt();
  } catch (error) {
    if (!(error instanceof Fault) || error.code === 'internal') throw error;
    codes[error.code] = (codes[error.code] ?? 0) + 1;
    return null;
  }
}
