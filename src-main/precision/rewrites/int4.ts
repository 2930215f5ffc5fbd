import { Fault } from '#core/errors.ts';
import type { ModelProto } from '../onnx/messages.ts';

export function toInt4(_model: ModelProto): ModelProto {
  throw new Fault('precision-not-applicable', 'int4 is not made yet');
}
