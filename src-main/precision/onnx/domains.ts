/** Operators beyond the standard ones. */
import { amend } from './make.ts';
import type { ModelProto, NodeProto, OperatorSetId } from './messages.ts';
import { graphsWithin } from './walk.ts';
import { messageType } from './schema.ts';

/** Where ONNX Runtime keeps operators of its own; all of those made here are of its version 1. */
export const MICROSOFT = 'com.microsoft';

export function isMicrosofts(node: NodeProto): boolean {
  return node.domain === MICROSOFT;
}

/** The model with ONNX Runtime's own operators imported, where a node is one of them and it did not yet. */
export function importMicrosoft(model: ModelProto): ModelProto {
  const { graph, opsetImport } = model;
  if (graph === null || opsetImport.some(({ domain }) => domain === MICROSOFT)) return model;
  const isUsed = [...graphsWithin(graph)].some(({ node }) => node.some(isMicrosofts));
  if (!isUsed) return model;
  const set = messageType('OperatorSetIdProto').create({ domain: MICROSOFT, version: 1 });
  return amend(model, { opsetImport: [...opsetImport, set as unknown as OperatorSetId] });
}
