/** Walking and rewriting graphs within graphs, and the tensors in them. */
import { amend } from './make.ts';
import type { AttributeProto, GraphProto, NodeProto, SparseTensorProto, TensorProto } from './messages.ts';
import { subgraphsOf } from './messages.ts';

/** Every graph in `graph`, itself first, then those inside its nodes' attributes, in order. */
export function* graphsWithin(graph: GraphProto): Generator<GraphProto> {
  yield graph;
  for (const node of graph.node) for (const inner of subgraphsOf(node)) yield* graphsWithin(inner);
}

/** Every tensor in `graph`: initializers and attributes, at any depth, with the parts of sparse ones. */
export function* tensorsWithin(graph: GraphProto): Generator<TensorProto> {
  for (const { initializer, sparseInitializer, node } of graphsWithin(graph)) {
    yield* initializer;
    for (const sparse of sparseInitializer) yield* partsOf(sparse);
    for (const each of node) yield* tensorsOf(each);
  }
}

/** Every tensor in a node's own attributes; not those of the graphs in it. */
export function* tensorsOf(node: NodeProto): Generator<TensorProto> {
  for (const { t, tensors, sparseTensor, sparseTensors } of node.attribute) {
    if (t !== null) yield t;
    yield* tensors;
    if (sparseTensor !== null) yield* partsOf(sparseTensor);
    for (const sparse of sparseTensors) yield* partsOf(sparse);
  }
}

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

/** Applies `change` to every tensor that `tensorsWithin` names; what has none of them is shared. */
export function mapTensors(graph: GraphProto, change: (tensor: TensorProto) => TensorProto): GraphProto {
  const ofSparse = (sparse: SparseTensorProto): SparseTensorProto =>
    amend(sparse, {
      values: sparse.values && change(sparse.values),
      indices: sparse.indices && change(sparse.indices),
    });
  const ofAttribute = (attribute: AttributeProto): AttributeProto => {
    const { t, tensors, sparseTensor, sparseTensors } = attribute;
    if (t === null && sparseTensor === null && tensors.length + sparseTensors.length === 0) return attribute;
    // One that is absent stays absent: as an own property it would be written.
    return amend(attribute, {
      ...(t && { t: change(t) }),
      ...(sparseTensor && { sparseTensor: ofSparse(sparseTensor) }),
      tensors: tensors.map(change),
      sparseTensors: sparseTensors.map(ofSparse),
    });
  };
  return mapGraphs(graph, (inner) =>
    amend(inner, {
      initializer: inner.initializer.map(change),
      sparseInitializer: inner.sparseInitializer.map(ofSparse),
      node: inner.node.map((node) =>
        node.attribute.length === 0 ? node : amend(node, { attribute: node.attribute.map(ofAttribute) }),
      ),
    }),
  );
}

function* partsOf({ values, indices }: SparseTensorProto): Generator<TensorProto> {
  if (values !== null) yield values;
  if (indices !== null) yield indices;
}

function holdsGraph({ g, graphs }: AttributeProto): boolean {
  return g !== null || graphs.length > 0;
}
