/** The tensors that are the weights of layers and nothing else, in the order of the nodes. */
import type { GraphProto, NodeProto, TensorProto } from '../onnx/messages.ts';
import { isStandard, nodeLabel, subgraphsOf } from '../onnx/messages.ts';
import { Scope } from '../onnx/scope.ts';

export interface LayerWeights {
  readonly tensor: TensorProto;
  /** The layers that use it. */
  readonly layers: readonly NodeProto[];
  /** The first node that uses it as something else, as a tied embedding does; null: none. */
  readonly elsewhere: string | null;
}

/** Operators whose second input is a matrix or kernel of weights. */
const LAYERS: readonly string[] = ['Conv', 'ConvTranspose', 'Gemm', 'MatMul'];
/** A weight on its way; `Scope` looks through them. */
const CARRIERS: readonly string[] = ['Identity', 'Transpose'];

export function findWeights(graph: GraphProto): LayerWeights[] {
  const layers = new Map<TensorProto, NodeProto[]>();
  const elsewhere = new Map<TensorProto, string>();
  visit(graph, null, (node, index, tensor) => {
    if (index === 1 && LAYERS.includes(node.opType) && isStandard(node)) {
      layers.set(tensor, [...(layers.get(tensor) ?? []), node]);
    } else if (!elsewhere.has(tensor)) {
      elsewhere.set(tensor, `${node.opType} "${nodeLabel(node)}"`);
    }
  });
  return [...layers].map(([tensor, nodes]) => ({
    tensor,
    layers: nodes,
    elsewhere: elsewhere.get(tensor) ?? null,
  }));
}

type Visitor = (node: NodeProto, index: number, tensor: TensorProto) => void;

/** Every use of a constant by a node, the graphs inside nodes included. */
function visit(graph: GraphProto, around: Scope | null, use: Visitor): void {
  const scope = new Scope(graph, around);
  for (const node of graph.node) {
    const isCarrier =
      isStandard(node) && CARRIERS.includes(node.opType) && scope.constant(node.output[0] ?? '');
    for (const [index, name] of node.input.entries()) {
      const constant = scope.constant(name);
      if (constant !== null && !isCarrier) use(node, index, constant.tensor);
    }
    for (const inner of subgraphsOf(node)) visit(inner, scope, use);
  }
}
