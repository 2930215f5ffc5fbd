/** Counts what a model costs, with the shapes that its values have when it really runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import type { ModelCost } from '#core/suite.ts';
import type { TensorMap } from '#core/tensor.ts';
import type { WorkerLauncher } from '#core/worker/channel.ts';
import { hashModelFiles } from '#inference/model-hash.ts';
import { runReference } from '#inference/reference.ts';
import { saveModelFile } from '#precision/files/save.ts';
import { countMacs, countParameters, type ObservedShapes } from '#precision/onnx/cost.ts';
import type { ModelProto } from '#precision/onnx/messages.ts';
import { NOT_COMPUTED, shapeProbe } from '#precision/onnx/shape-probe.ts';

export interface CostRequest {
  /** Named in faults. */
  readonly modelId: string;
  readonly model: ModelProto;
  /** Of its files. */
  readonly bytes: number;
  /** Of one inference. */
  readonly feeds: TensorMap;
  readonly launch: WorkerLauncher;
}

/**
 * Runs the model once in a worker of its own, from a copy in the system's temporary folder that tells shapes
 * too. Rejects with `model-unsupported` where the model's products cannot be counted, and with the worker's
 * own faults.
 */
export async function measureCost({ modelId, model, bytes, feeds, launch }: CostRequest): Promise<ModelCost> {
  const { model: probe, outputs } = shapeProbe(model);
  const told = await runOnce(modelId, probe, feeds, launch);
  const shapes = new Map([...outputs].map(([key, output]) => [key, shapeFrom(told, output)]));
  return { macs: countMacs(model, shapes), parameters: countParameters(model), bytes };
}

async function runOnce(
  modelId: string,
  probe: ModelProto,
  feeds: TensorMap,
  launch: WorkerLauncher,
): Promise<TensorMap> {
  const folder = await mkdtemp(join(tmpdir(), 'joulemark-cost-'));
  try {
    const path = join(folder, 'probe.onnx');
    const { dataFiles } = await saveModelFile(probe, path);
    const file = { path, dataFiles, sha256: await hashModelFiles(path, dataFiles) };
    const [told] = await runReference({ model: modelId, file, feeds: [feeds], launch });
    return told ?? {};
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function shapeFrom(told: TensorMap, output: string): NonNullable<ReturnType<ObservedShapes['get']>> | null {
  const tensor = told[output];
  if (tensor?.type !== 'int64') throw new Fault('inference-failed', `the model did not tell "${output}"`);
  const shape = [...tensor.data].map(Number);
  return shape.includes(NOT_COMPUTED) ? null : shape;
}
