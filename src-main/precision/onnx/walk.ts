/** Rewriting graphs within graphs. */
import { amend } from './make.ts';
import type { AttributeProto, GraphProto, NodeProto } from './messages.ts';

/** The node with each graph in its attributes rewritten; the node itself where it has none. */
export function mapSubgraphs(node: NodeProto, rewrite: (graph: GraphProto) => GraphProto): NodeProto {
  if (!node.attribute.some(holdsGraph)) return node;
  return amend(node, {
    attribute: node.attribute.map((attribute) => {
      if (!holdsGraph(attribute)) return attribute;
      const { g, graphs } = attribute;
      return amend(attribute, g === null ? { graphs: graphs.map(rewrite) } : { g: rewrite(g) });
    }),
  });
}

/** Applies `rewrite` to every graph, the innermost first. */
export function mapGraphs(graph: GraphProto, rewrite: (graph: GraphProto) => GraphProto): GraphProto {
  const node = graph.node.map((each) => mapSubgraphs(each, (inner) => mapGraphs(inner, rewrite)));
  return rewrite(amend(graph, { node }));
}

function holdsGraph({ g, graphs }: AttributeProto): boolean {
  return g !== null || graphs.length > 0;
}
