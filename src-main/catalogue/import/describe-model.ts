/** What a model is made of, in numbers. */
import { Fault } from '#core/errors.ts';
import { int64ToNumber, type GraphProto, type ModelProto } from '#precision/onnx/messages.ts';
import { graphsWithin } from '#precision/onnx/walk.ts';

/** Throws `model-corrupt` where there is none. */
export function graphOf({ graph }: ModelProto): GraphProto {
  if (graph === null) throw new Fault('model-corrupt', 'the model holds no graph');
  return graph;
}

/** `ai.onnx 17`, in the file's order. */
export function operatorSetsOf({ opsetImport }: ModelProto): string[] {
  return opsetImport.map(
    ({ domain, version }) => `${domain === '' ? 'ai.onnx' : domain} ${int64ToNumber(version) ?? '?'}`,
  );
}

/** The most frequent first, then by name; those of other domains with their domain. */
export function operatorsOf({ graph }: ModelProto): { op: string; count: number }[] {
  const counts = new Map<string, number>();
  const graphs = graph === null ? [] : graphsWithin(graph);
  for (const { node } of graphs) {
    for (const { domain, opType } of node) {
      const op = domain === '' || domain === 'ai.onnx' ? opType : `${domain}.${opType}`;
      counts.set(op, (counts.get(op) ?? 0) + 1);
    }
  }
  return [...counts]
    .map(([op, count]) => ({ op, count }))
    .sort((a, b) => b.count - a.count || (a.op < b.op ? -1 : 1));
}
