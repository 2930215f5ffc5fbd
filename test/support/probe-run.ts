/** Runs a model once in this process, with the shapes that its cost follows from. */
import type { TensorMap } from '#core/tensor.ts';
import type { ObservedShapes } from '#precision/onnx/cost.ts';
import type { ModelProto } from '#precision/onnx/messages.ts';
import { NOT_COMPUTED, shapeProbe } from '#precision/onnx/shape-probe.ts';
import { writeModel } from '#precision/onnx/write.ts';
import { withSession } from './onnx-run.ts';

export interface ProbeRun {
  /** The model's own, for each of the feeds. */
  readonly outputs: readonly TensorMap[];
  /** Of the last of the feeds. */
  readonly shapes: ObservedShapes;
}

export async function probeRun(model: ModelProto, feeds: readonly TensorMap[]): Promise<ProbeRun> {
  const probe = shapeProbe(model);
  const told: TensorMap[] = [];
  await withSession(writeModel(probe.model), async (run) => {
    for (const each of feeds) told.push(await run(each));
  });
  const added = new Set(probe.outputs.values());
  const shapes = [...probe.outputs].map(([key, output]) => {
    const shape = Array.from(told.at(-1)![output]!.data as BigInt64Array, Number);
    return [key, shape.includes(NOT_COMPUTED) ? null : shape] as const;
  });
  return {
    outputs: told.map((all) => Object.fromEntries(Object.entries(all).filter(([name]) => !added.has(name)))),
    shapes: new Map(shapes),
  };
}
