/**
 * FP16: weights and compute in float16; the model's inputs and outputs, and those of graphs inside its nodes, keep
 * their float32 behind Casts. What float16 cannot do, or not well enough, stays in float32 (fp16/decide.ts).
 */
import { Fault } from '#core/errors.ts';
import { Converter } from '../fp16/convert.ts';
import { Plan } from '../fp16/plan.ts';
import { amend } from '../onnx/make.ts';
import type { ModelProto } from '../onnx/messages.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import { FreshNames } from '../onnx/names.ts';
import { standardOpset } from '../onnx/read.ts';
import { holdsType, ModelTypes } from '../onnx/types.ts';
import type { ReportBuilder } from '../report.ts';
import { upgradeIr } from './opset-upgrade.ts';

/** The first in which Cast names its type by a number. */
const OLDEST_OPSET = 6;

/** How many reasons an error names. */
const SHOWN_REASONS = 3;

/** Throws `precision-not-applicable` where nothing in the model can be float16, or where it is not float32. */
export function toFp16(model: ModelProto, { report }: { readonly report: ReportBuilder }): ModelProto {
  const ready = upgradeIr(model);
  const { graph } = ready;
  if (graph === null) return ready;
  const opset = standardOpset(ready);
  if (opset === null || opset < OLDEST_OPSET) {
    throw notApplicable(
      `its operator set is ${opset ?? 'not named'}; ${OLDEST_OPSET} is the oldest that will do`,
    );
  }
  const types = new ModelTypes(ready);
  if (holdsType(ready, types, DATA_TYPE.bfloat16)) {
    throw notApplicable('it has bfloat16 values, whose range float16 does not have');
  }
  const converted = new Converter(new Plan(ready, types), new FreshNames(graph), report).convert(graph);
  if (report.changedCount === 0) throw notApplicable(reasons(ready, types, report));
  return amend(ready, { graph: converted });
}

function reasons(model: ModelProto, types: ModelTypes, report: ReportBuilder): string {
  const found = new Set(report.report().left.map(({ op, why }) => `${op}: ${why}`));
  if (model.functions.length > 0) found.add('the functions that the model brings are not looked into');
  if (holdsType(model, types, DATA_TYPE.float16)) found.add('it computes in float16 already');
  return [...found].slice(0, SHOWN_REASONS).join('; ') || 'no node of it computes with float32';
}

function notApplicable(why: string): Fault {
  return new Fault('precision-not-applicable', `nothing in the model can be made float16: ${why}`);
}
