/**
 * What pruning should give, by another way: the model as large as before, with zeros where layers read the channels
 * that pruning takes out. Its answers are those of the pruned model, if channels were followed rightly.
 */
import type { GraphProto, ModelProto, TensorProto } from '#precision/onnx/messages.ts';
import { subgraphsOf } from '#precision/onnx/messages.ts';
import { amend, floatTensor } from '#precision/onnx/make.ts';
import { standardOpset } from '#precision/onnx/read.ts';
import { replaceTensors } from '#precision/onnx/replace-tensors.ts';
import { Scope } from '#precision/onnx/scope.ts';
import { dimsOf, elementCount, floatsOf } from '#precision/onnx/tensors.ts';
import { mapGraphs } from '#precision/onnx/walk.ts';
import { chooseChannels } from '#precision/prune/choose.ts';
import { findGroups } from '#precision/prune/groups.ts';
import type { Values } from '#precision/prune/values.ts';
import { ReportBuilder } from '#precision/report.ts';

export function maskedModel(model: ModelProto, ratio: number): ModelProto {
  const { graph } = model;
  if (graph === null) throw new Error('the model has no graph');
  const opset = standardOpset(model) ?? 0;
  const made = new Map<TensorProto, TensorProto>();
  maskGraph(graph, null, { opset, ratio, made });
  return amend(model, { graph: mapGraphs(graph, (each) => replaceTensors(each, made)) });
}

interface Around {
  readonly scope: Scope;
  readonly values: Values;
}

interface Mask {
  readonly opset: number;
  readonly ratio: number;
  readonly made: Map<TensorProto, TensorProto>;
}

function maskGraph(graph: GraphProto, around: Around | null, mask: Mask): void {
  const { opset, ratio, made } = mask;
  const scope = new Scope(graph, around?.scope ?? null);
  const channels = findGroups(graph, scope, around?.values ?? null, opset);
  const choice = chooseChannels(channels, ratio, new ReportBuilder());
  for (const { role, tensor, axis, slot } of channels.uses) {
    const { root, inner } = channels.place(slot);
    const kept = choice.get(root);
    if (role !== 'reads' || kept === undefined) continue;
    made.set(tensor, zeroed(made.get(tensor) ?? tensor, axis, inner, new Set(kept)));
  }
  for (const inner of graph.node.flatMap(subgraphsOf)) {
    maskGraph(inner, { scope, values: channels.values }, mask);
  }
}

function zeroed(tensor: TensorProto, axis: number, inner: number, kept: ReadonlySet<number>): TensorProto {
  const dims = dimsOf(tensor);
  const run = elementCount(dims.slice(axis + 1));
  const values = floatsOf(tensor)?.map((value, at) => {
    const channel = Math.floor((Math.floor(at / run) % (dims[axis] ?? 1)) / inner);
    return kept.has(channel) ? value : 0;
  });
  return floatTensor(tensor.name, dims, values ?? new Float32Array());
}
