/** Model → bytes. */
import protobuf from 'protobufjs/light.js';
import { Fault } from '#core/errors.ts';
import { isLazy, rawByteLength } from './lazy-data.ts';
import { amend } from './make.ts';
import type { ModelProto, TensorProto } from './messages.ts';
import { messageType } from './schema.ts';
import { mapTensors, tensorsWithin } from './walk.ts';

/** For all that is not `rawData`; the buffer grows where it is not enough. Untouched memory costs nothing. */
const ROOM_BYTES = 1 << 22;
/** A protobuf message ends below 2 GB. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Encodes a model. The same model always gives the same bytes: fields in the order of their numbers, then
 * the records that this program does not know, in the order in which they were read. Tensors of other files
 * come into this one. Throws `model-unsupported` where the bytes would be 2 GB or more.
 */
export function writeModel(model: ModelProto): Uint8Array {
  const { rawBytes, hasLazy } = dataIn(model);
  if (rawBytes > MOST_BYTES) throw tooLarge(rawBytes);
  const writer = protobuf.Writer.create();
  // In one piece from the start: a buffer that grows is there twice while it does, and then copied again.
  (writer as unknown as { buf: Uint8Array }).buf = Buffer.allocUnsafe(rawBytes + ROOM_BYTES);
  messageType('ModelProto').encode(hasLazy ? withAllData(model) : model, writer);
  const isMostlyRoom = rawBytes < ROOM_BYTES;
  const written = writer.finish(!isMostlyRoom);
  if (written.length > MOST_BYTES) throw tooLarge(written.length);
  // protobufjs gives a Buffer, which compares and prints differently from what the signature says.
  return new Uint8Array(written.buffer, written.byteOffset, written.byteLength);
}

function dataIn({ graph }: ModelProto): { rawBytes: number; hasLazy: boolean } {
  let [rawBytes, hasLazy] = [0, false];
  for (const tensor of graph === null ? [] : tensorsWithin(graph)) {
    rawBytes += rawByteLength(tensor) ?? 0;
    hasLazy ||= isLazy(tensor);
  }
  return { rawBytes, hasLazy };
}

/** The encoder asks for a field twice; what is read at each access is read once here. */
function withAllData(model: ModelProto): ModelProto {
  const read = (tensor: TensorProto): TensorProto =>
    isLazy(tensor) ? amend(tensor, { rawData: tensor.rawData }) : tensor;
  return amend(model, { graph: model.graph && mapTensors(model.graph, read) });
}

function tooLarge(bytes: number): Fault {
  return new Fault('model-unsupported', `the model is ${bytes} bytes; one ONNX file ends at 2 GB`);
}
