/** Bytes → model. Refuses what is not a whole ONNX model, with the reason. */
import { Fault } from '#core/errors.ts';
import { BoundedReader } from './bounded-reader.ts';
import { checkModel } from './check.ts';
import type { ModelProto } from './messages.ts';
import { int64ToNumber } from './messages.ts';
import { messageType } from './schema.ts';
import { packLists } from './unpacked.ts';
import { tensorsWithin } from './walk.ts';

/**
 * Decodes a model, its nodes in an order in which they run. The elements of tensors are views into `bytes`,
 * not copies: don't change `bytes` while the model is in use. Tensors in other files are left as they are
 * (`openModelFile` follows them). Throws `model-corrupt`, or `model-unsupported` where it is too new or too
 * large.
 */
export function readModel(bytes: Uint8Array): ModelProto {
  return checkModel(decodeModel(bytes));
}

/** The version of the standard operator set that the model's nodes are written in; null: it has none. */
export function standardOpset(model: ModelProto): number | null {
  const versions = model.opsetImport.filter(({ domain }) => domain === '' || domain === 'ai.onnx');
  const version = versions.at(-1)?.version;
  return version === undefined ? null : int64ToNumber(version);
}

/** The messages as they stand in the file, not checked yet. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  if (bytes.length === 0) throw new Fault('model-corrupt', 'the file is empty');
  try {
    const model = messageType('ModelProto').decode(new BoundedReader(bytes)) as unknown as ModelProto;
    if (model.graph !== null) for (const tensor of tensorsWithin(model.graph)) packLists(tensor);
    return model;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('model-corrupt', `not an ONNX model, or cut off: ${detail}`, { cause });
  }
}
