import { Fault } from '#core/errors.ts';
import type { ModelProto } from '../onnx/messages.ts';

export function quantizeStatic(_model: ModelProto): ModelProto {
  throw new Fault('precision-not-applicable', 'int8-static is not made yet');
}
