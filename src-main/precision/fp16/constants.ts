/** The float32 constants of a model, and what float16 would make of each. */
import { attributeOf } from '../onnx/attributes.ts';
import { float16Tensor, floatTensor } from '../onnx/make.ts';
import type { NodeProto, TensorProto } from '../onnx/messages.ts';
import { DATA_TYPE, isStandard } from '../onnx/messages.ts';
import { dimsOf, elementCount, floatsOf } from '../onnx/tensors.ts';
import type { HalfSurvey } from './half-floats.ts';
import { surveyHalf, toHalfBits } from './half-floats.ts';

const surveys = new WeakMap<TensorProto, HalfSurvey | null>();

/** Null where the elements are not at hand. Each tensor is looked through once. */
export function surveyOf(tensor: TensorProto): HalfSurvey | null {
  const known = surveys.get(tensor);
  if (known !== undefined) return known;
  const floats = floatsOf(tensor);
  const survey = floats && surveyHalf(floats);
  surveys.set(tensor, survey);
  return survey;
}

/** The same values as float16; the tensor's elements must be at hand (`surveyOf` is not null). */
export function halfTensorOf(name: string, tensor: TensorProto): TensorProto {
  const floats = floatsOf(tensor);
  if (floats === null) throw new RangeError(`the elements of "${tensor.name}" are not at hand`);
  return float16Tensor(name, dimsOf(tensor), toHalfBits(floats));
}

/** The float32 tensor that a `Constant` makes, whichever attribute holds it; null for other nodes and types. */
export function constantMadeBy(node: NodeProto): TensorProto | null {
  if (node.opType !== 'Constant' || !isStandard(node)) return null;
  const tensor = attributeOf(node, 'value')?.t ?? null;
  if (tensor !== null) return tensor.dataType === DATA_TYPE.float ? tensor : null;
  const [name = ''] = node.output;
  const scalar = attributeOf(node, 'value_float');
  if (scalar !== null) return floatTensor(name, [], Float32Array.of(scalar.f));
  const list = attributeOf(node, 'value_floats')?.floats;
  return list === undefined ? null : floatTensor(name, [list.length], Float32Array.from(list));
}

/** The value of a constant of one element; null where it has more, or none. */
export function onlyElement(tensor: TensorProto): number | null {
  return elementCount(dimsOf(tensor)) === 1 ? (floatsOf(tensor)?.[0] ?? null) : null;
}
