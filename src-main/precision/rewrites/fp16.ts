import { Fault } from '#core/errors.ts';
import type { ModelProto } from '../onnx/messages.ts';

export function toFp16(_model: ModelProto): ModelProto {
  throw new Fault('precision-not-applicable', 'fp16 is not made yet');
}
