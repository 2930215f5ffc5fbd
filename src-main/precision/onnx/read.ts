/** Bytes → model. Refuses what is not a whole ONNX model, with the reason. */
import protobuf from 'protobufjs/light.js';
import { Fault } from '#core/errors.ts';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from './messages.ts';
import { int64ToNumber, isStandard, nodeLabel, subgraphsOf } from './messages.ts';
import { messageType } from './schema.ts';
import { checkSize } from './tensors.ts';

/** IR 3 is the first that ONNX 1.0 published; older files were experiments. */
const OLDEST_IR = 3;

/**
 * Decodes a model. The elements of tensors are views into `bytes`, not copies: don't change `bytes`
 * while the model is in use. Throws `model-corrupt`.
 */
export function readModel(bytes: Uint8Array): ModelProto {
  if (bytes.length === 0) throw new Fault('model-corrupt', 'the file is empty');
  const model = decode(bytes);
  const irVersion = int64ToNumber(model.irVersion) ?? 0;
  if (irVersion < OLDEST_IR) {
    throw new Fault(
      'model-corrupt',
      `not an ONNX model: IR version ${irVersion}, expected ${OLDEST_IR} or later`,
    );
  }
  if (model.graph === null) throw new Fault('model-corrupt', 'the model holds no graph (cut off?)');
  if (model.opsetImport.length === 0) {
    throw new Fault('model-corrupt', 'the model names no operator set (cut off?)');
  }
  checkGraph(model.graph);
  return model;
}

/** The version of the standard operator set that the model's nodes are written in; null: it has none. */
export function standardOpset(model: ModelProto): number | null {
  const versions = model.opsetImport.filter(({ domain }) => domain === '' || domain === 'ai.onnx');
  const version = versions.at(-1)?.version;
  return version === undefined ? null : int64ToNumber(version);
}

/** Every graph in `graph`, itself first, then those inside its nodes' attributes, in order. */
export function* graphsWithin(graph: GraphProto): Generator<GraphProto> {
  yield graph;
  for (const node of graph.node) for (const inner of subgraphsOf(node)) yield* graphsWithin(inner);
}

/** Every tensor in `graph`: initializers and attributes, at any depth. */
export function* tensorsWithin(graph: GraphProto): Generator<TensorProto> {
  for (const { initializer, node } of graphsWithin(graph)) {
    yield* initializer;
    for (const { attribute } of node) for (const { t } of attribute) if (t !== null) yield t;
  }
}

function decode(bytes: Uint8Array): ModelProto {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  try {
    return messageType('ModelProto').decode(reader) as unknown as ModelProto;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('model-corrupt', `not an ONNX model, or cut off: ${detail}`, { cause });
  }
}

function checkGraph(graph: GraphProto): void {
  for (const { node } of graphsWithin(graph)) node.forEach(checkNode);
  for (const tensor of tensorsWithin(graph)) checkSize(tensor);
}

function checkNode(node: NodeProto): void {
  if (node.opType === '') throw new Fault('model-corrupt', `the node "${nodeLabel(node)}" names no operator`);
  if (node.opType === 'Constant' && isStandard(node) && node.output.length !== 1) {
    throw new Fault('model-corrupt', `the Constant "${nodeLabel(node)}" has ${node.output.length} outputs`);
  }
}
