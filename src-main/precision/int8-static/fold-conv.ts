/**
 * Folds what follows a convolution and only scales and shifts its channels (BatchNormalization, and Mul and
 * Add of constants) into its weights and bias: w' = gain · w, b' = gain · b + offset, a gain and an offset a
 * channel. ONNX Runtime does the same when it loads a float model; here it must come before quantization, so
 * that the integer convolution gives what the network goes on with.
 */
import { affineTail } from '../int8/affine-tail.ts';
import { dropUnused } from '../onnx/drop-unused.ts';
import { amend, floatTensor } from '../onnx/make.ts';
import type { GraphProto, ModelProto, NodeProto, TensorProto } from '../onnx/messages.ts';
import { isStandard } from '../onnx/messages.ts';
import { FreshNames } from '../onnx/names.ts';
import { Scope } from '../onnx/scope.ts';
import { dimsOf, floatsOf } from '../onnx/tensors.ts';
import { mapSubgraphs } from '../onnx/walk.ts';
import type { ReportBuilder } from '../report.ts';

/** The model with every such chain folded, in the graphs inside it too; reports each. */
export function foldConvolutions(model: ModelProto, report: ReportBuilder): ModelProto {
  const { graph } = model;
  if (graph === null) return model;
  return amend(model, { graph: foldGraph(graph, null, new FreshNames(graph), report) });
}

function foldGraph(
  graph: GraphProto,
  around: Scope | null,
  names: FreshNames,
  report: ReportBuilder,
): GraphProto {
  const scope = new Scope(graph, around);
  const absorbed = new Set<NodeProto>();
  const initializer = [...graph.initializer];
  const node = graph.node.flatMap((each) => {
    const folded = fold(each, scope, names);
    if (folded !== null) {
      for (const gone of folded.absorbed) absorbed.add(gone);
      initializer.push(...folded.tensors);
      report.changed(each, `${folded.absorbed.map(({ opType }) => opType).join(' and ')} in its weights`);
      return [folded.node];
    }
    if (absorbed.has(each)) return [];
    return [mapSubgraphs(each, (inner) => foldGraph(inner, scope, names, report))];
  });
  return dropUnused(graph, amend(graph, { node, initializer }));
}

interface Folded {
  readonly node: NodeProto;
  readonly tensors: readonly TensorProto[];
  readonly absorbed: readonly NodeProto[];
}

/** Null where there is nothing to fold, or weights or bias are no constants. */
function fold(node: NodeProto, scope: Scope, names: FreshNames): Folded | null {
  if (node.opType !== 'Conv' || !isStandard(node)) return null;
  const [input = '', weightName = '', biasName = ''] = node.input;
  const weight = floats(weightName, scope);
  const bias = biasName === '' ? null : floats(biasName, scope);
  if (weight === null || (bias === null && biasName !== '')) return null;
  const dims = dimsOf(weight.tensor);
  const [channels = 0] = dims;
  const { gain, offset, nodes, output } = affineTail(node.output[0] ?? '', channels, dims.length, scope);
  if (nodes.length === 0 || (bias !== null && bias.values.length !== channels)) return null;
  const each = weight.values.length / channels;
  const values = weight.values.map((value, at) => value * (gain[Math.floor(at / each)] ?? NaN));
  const shifts = Float32Array.from(offset, (shift, channel) => {
    return shift + (bias?.values[channel] ?? 0) * (gain[channel] ?? NaN);
  });
  const tensors = [
    floatTensor(names.next(`${output}_weights`), dims, values),
    floatTensor(names.next(`${output}_bias`), [channels], shifts),
  ];
  const folded = amend(node, { input: [input, ...tensors.map(({ name }) => name)], output: [output] });
  return { node: folded, tensors, absorbed: nodes };
}

function floats(name: string, scope: Scope): { tensor: TensorProto; values: Float32Array } | null {
  const constant = scope.constant(name);
  if (constant === null || constant.transposed) return null;
  const values = floatsOf(constant.tensor);
  return values && { tensor: constant.tensor, values };
}
