/** Whether decoded messages are a model that can be rewritten and run. */
import { Fault } from '#core/errors.ts';
import { BoundedReader } from './bounded-reader.ts';
import { checkNode } from './check-node.ts';
import { amend } from './make.ts';
import type { FunctionProto, GraphProto, ModelProto, SparseTensorProto } from './messages.ts';
import { int64ToNumber } from './messages.ts';
import { orderGraph } from './order.ts';
import { messageType } from './schema.ts';
import { checkSize } from './tensors.ts';
import { graphsWithin, tensorsOf, tensorsWithin } from './walk.ts';

/** IR 3 is the first that ONNX 1.0 published; older files were experiments. */
const OLDEST_IR = 3;
/** The newest that ONNX Runtime 1.30 loads (tried: 14 is "Unsupported model IR version"). */
const NEWEST_IR = 13;
/** The newest that ONNX Runtime 1.30 takes as released (tried: 27 is "under development"). */
const NEWEST_OPSET = 26;

/**
 * The model with its nodes in an order in which they run; itself where they are in one already. Throws
 * `model-corrupt` or `model-unsupported`, naming the node or tensor.
 */
export function checkModel(model: ModelProto): ModelProto {
  checkVersions(model);
  if (model.graph === null) throw new Fault('model-corrupt', 'the model holds no graph (cut off?)');
  if (model.opsetImport.length === 0) {
    throw new Fault('model-corrupt', 'the model names no operator set (cut off?)');
  }
  checkGraph(model.graph);
  functionsOf(model).forEach(checkFunction);
  const graph = orderGraph(model.graph);
  return graph === model.graph ? model : amend(model, { graph });
}

/** The model's own functions, decoded. Throws `model-corrupt`. */
export function functionsOf(model: ModelProto): FunctionProto[] {
  return model.functions.map((bytes, at) => {
    try {
      return messageType('FunctionProto').decode(new BoundedReader(bytes)) as unknown as FunctionProto;
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new Fault('model-corrupt', `the model's function ${at + 1} cannot be read: ${detail}`, { cause });
    }
  });
}

function checkVersions({ irVersion, opsetImport }: ModelProto): void {
  const ir = int64ToNumber(irVersion) ?? 0;
  if (ir < OLDEST_IR) {
    throw new Fault('model-corrupt', `not an ONNX model: IR version ${ir}, expected ${OLDEST_IR} or later`);
  }
  if (ir > NEWEST_IR) {
    throw new Fault(
      'model-unsupported',
      `the model's IR version is ${ir}; ${NEWEST_IR} is the newest that can run`,
    );
  }
  for (const { domain, version } of opsetImport) {
    if (domain !== '' && domain !== 'ai.onnx') continue;
    const opset = int64ToNumber(version) ?? 0;
    if (opset < 1) throw new Fault('model-corrupt', `the model's operator set is ${version.toString()}`);
    if (opset > NEWEST_OPSET) {
      throw new Fault(
        'model-unsupported',
        `the model's operator set is ${opset}; ${NEWEST_OPSET} is the newest that can run`,
      );
    }
  }
}

function checkGraph(graph: GraphProto): void {
  for (const { node, sparseInitializer } of graphsWithin(graph)) {
    node.forEach(checkNode);
    sparseInitializer.forEach(checkSparse);
  }
  for (const tensor of tensorsWithin(graph)) checkSize(tensor);
}

/** Its values may come from attributes of the calling node, and so its graph is not looked into. */
function checkFunction({ node }: FunctionProto): void {
  for (const each of node) {
    checkNode(each);
    for (const tensor of tensorsOf(each)) checkSize(tensor);
  }
}

function checkSparse({ values, indices }: SparseTensorProto): void {
  if (values !== null && indices !== null) return;
  throw new Fault(
    'model-corrupt',
    `the sparse tensor "${values?.name ?? ''}" has no ${values ? 'indices' : 'values'}`,
  );
}
