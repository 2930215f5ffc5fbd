/** Other tensors in the places of those that were read. */
import { amend } from './make.ts';
import type { GraphProto, NodeProto, TensorProto } from './messages.ts';

/** By the tensor that was read. */
export type Replacements = ReadonlyMap<TensorProto, TensorProto>;

/** Initializers and the attributes of nodes, in this graph alone. */
export function replaceTensors(graph: GraphProto, made: Replacements): GraphProto {
  return amend(graph, {
    initializer: graph.initializer.map((tensor) => made.get(tensor) ?? tensor),
    node: graph.node.map((node) => inAttributes(node, made)),
  });
}

function inAttributes(node: NodeProto, made: Replacements): NodeProto {
  if (!node.attribute.some(({ t }) => t !== null && made.has(t))) return node;
  return amend(node, {
    attribute: node.attribute.map((attribute) => {
      const tensor = attribute.t === null ? undefined : made.get(attribute.t);
      return tensor === undefined ? attribute : amend(attribute, { t: tensor });
    }),
  });
}
