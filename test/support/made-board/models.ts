/** The models of a made board: those of the suite, and made ones where more are asked for. */
import { createHash } from 'node:crypto';
import type { ModelKind, Precision } from '#core/configuration.ts';
import { judgeFidelity } from '#core/fidelity.ts';
import type { Fidelity, FidelityBounds, Work } from '#core/record/schema.ts';
import { MODELS } from '#models/list.ts';
import { between, randomOf, rounded } from './draw.ts';

export interface Model {
  readonly id: string;
  readonly kind: ModelKind;
  readonly sha256: string;
  /** Multiply-accumulates of one inference. */
  readonly macs: number;
  readonly precisions: readonly Precision[];
  readonly work: Work;
  readonly bounds: FidelityBounds | null;
  readonly hasClasses: boolean;
}

const SUITE: readonly Model[] = MODELS.map((model) => ({
  id: model.id,
  kind: model.kind,
  sha256: model.sha256,
  macs: model.cost?.macs ?? 1e9,
  precisions: model.precisions,
  work: model.work,
  bounds: model.bounds,
  hasClasses: model.classOutput !== null,
}));

export const shaOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export function modelOf(index: number): Model {
  const own = SUITE[index];
  if (own !== undefined) return own;
  const id = `imported-${index - SUITE.length + 1}`;
  return {
    id,
    kind: 'imported',
    sha256: shaOf(id),
    macs: Math.round(10 ** between(randomOf(7, index), 7, 10)),
    precisions: ['fp32', 'fp16', 'int8-dynamic', 'int8-static'],
    work: { unit: 'inference', perInference: 1 },
    bounds: null,
    hasClasses: false,
  };
}

/** Share of fp32's speed and power on the processor and on a GPU, and what is left of the signal, dB. */
export const PRECISION_FACTS: Readonly<
  Record<Precision, { cpu: number; gpu: number; power: number; sqnrDb: number | null }>
> = {
  fp32: { cpu: 1, gpu: 1, power: 1, sqnrDb: null },
  fp16: { cpu: 0.9, gpu: 1.8, power: 0.97, sqnrDb: 62 },
  'int8-dynamic': { cpu: 1.7, gpu: 0.8, power: 0.95, sqnrDb: 25 },
  'int8-static': { cpu: 2.2, gpu: 1.2, power: 0.94, sqnrDb: 22 },
  int4: { cpu: 1.4, gpu: 1.1, power: 0.93, sqnrDb: 17 },
  'pruned-25': { cpu: 1.25, gpu: 1.2, power: 0.98, sqnrDb: 18 },
  'pruned-50': { cpu: 1.7, gpu: 1.5, power: 0.96, sqnrDb: 9 },
  'sparse-50': { cpu: 1, gpu: 1, power: 1, sqnrDb: 11 },
};

const fidelities = new Map<string, Fidelity>();

/** `variation` 0 … 7: kernels differ between machines, and so do their answers. */
export function fidelityOf(model: Model, precision: Precision, variation: number): Fidelity {
  const key = `${model.id}/${precision}/${variation}`;
  const known = fidelities.get(key);
  if (known !== undefined) return known;
  const usual = PRECISION_FACTS[precision].sqnrDb;
  const sqnrDb = usual === null ? null : usual + (variation - 3.5) * 0.9;
  const noiseRatio = sqnrDb === null ? 0 : 10 ** (-sqnrDb / 20);
  const agreement = {
    inputs: 32,
    cosine: sqnrDb === null ? 1 : rounded(1 - noiseRatio ** 2 / 2, 9),
    sqnrDb: sqnrDb === null ? null : rounded(sqnrDb, 4),
    maxAbsError: rounded(noiseRatio * 1.7, 9),
    top1Agreement: model.hasClasses ? rounded(1 - noiseRatio / 4, 6) : null,
  };
  const task = model.kind === 'trained' ? { passed: true, detail: 'did its task on all inputs' } : null;
  const fidelity = judgeFidelity(agreement, task, model.bounds);
  fidelities.set(key, fidelity);
  return fidelity;
}
