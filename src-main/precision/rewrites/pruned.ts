import { Fault } from '#core/errors.ts';
import type { ModelProto } from '../onnx/messages.ts';
import type { ReportBuilder } from '../report.ts';

export function prune(_model: ModelProto, _ratio: number, _report: ReportBuilder): ModelProto {
  throw new Fault('precision-not-applicable', 'pruned is not made yet');
}
