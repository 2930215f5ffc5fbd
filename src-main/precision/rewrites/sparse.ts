import { Fault } from '#core/errors.ts';
import type { ModelProto } from '../onnx/messages.ts';
import type { ReportBuilder } from '../report.ts';

export function sparsify(_model: ModelProto, _ratio: number, _report: ReportBuilder): ModelProto {
  throw new Fault('precision-not-applicable', 'sparse is not made yet');
}
