/** Model → bytes. */
import type { ModelProto } from './messages.ts';
import { messageType } from './schema.ts';

/**
 * Encodes a model. The same model always gives the same bytes: fields in the order of their numbers, then
 * the records that this program does not know, in the order in which they were read.
 */
export function writeModel(model: ModelProto): Uint8Array {
  const written = messageType('ModelProto').encode(model).finish();
  // protobufjs gives a Buffer, which compares and prints differently from what the signature says.
  return new Uint8Array(written.buffer, written.byteOffset, written.byteLength);
}
