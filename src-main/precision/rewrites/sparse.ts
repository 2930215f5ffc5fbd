/**
 * Unstructured pruning by magnitude: the smallest weights of each layer become 0 and stay where they are. The model
 * is as large and its kernels do as much as before; it is here so that people see that dense kernels gain nothing.
 */
import { Fault } from '#core/errors.ts';
import { amend, floatTensor } from '../onnx/make.ts';
import type { ModelProto, TensorProto } from '../onnx/messages.ts';
import { replaceTensors } from '../onnx/replace-tensors.ts';
import { dimsOf, floatsOf } from '../onnx/tensors.ts';
import { mapGraphs } from '../onnx/walk.ts';
import type { ReportBuilder } from '../report.ts';
import { zeroSmallest } from '../sparse/smallest.ts';
import { findWeights, type LayerWeights } from '../sparse/weights.ts';

/**
 * The model with the share `ratio` of each Conv, ConvTranspose, MatMul and Gemm weight tensor set to 0: the smallest
 * by magnitude, of equal ones the first (rounded down to whole weights). Throws `precision-not-applicable` where
 * there is none in float32.
 */
export function sparsify(model: ModelProto, ratio: number, report: ReportBuilder): ModelProto {
  const { graph } = model;
  const made = new Map<TensorProto, TensorProto>();
  for (const weights of graph === null ? [] : findWeights(graph)) {
    const sparse = sparseTensor(weights, ratio);
    for (const node of weights.layers) {
      if ('why' in sparse) report.left(node, sparse.why);
      else report.changed(node, sparse.what);
    }
    if ('tensor' in sparse) made.set(weights.tensor, sparse.tensor);
  }
  if (graph === null || made.size === 0) {
    const [first] = report.report().left;
    const why = first ? `${first.op} "${first.node}": ${first.why}` : 'it has no MatMul, Gemm or Conv';
    throw new Fault('precision-not-applicable', `nothing in the model can be made sparse: ${why}`);
  }
  return amend(model, { graph: mapGraphs(graph, (each) => replaceTensors(each, made)) });
}

function sparseTensor(
  { tensor, elsewhere }: LayerWeights,
  ratio: number,
): { readonly tensor: TensorProto; readonly what: string } | { readonly why: string } {
  if (elsewhere !== null) return { why: `${elsewhere} uses its weights, too` };
  const values = floatsOf(tensor);
  if (values === null) return { why: 'its weights are not float32' };
  zeroSmallest(values, Math.floor(values.length * ratio));
  let zeros = 0;
  for (const value of values) if (value === 0) zeros += 1;
  return {
    tensor: floatTensor(tensor.name, dimsOf(tensor), values),
    what: `${zeros} of ${values.length} weights are 0, in dense storage`,
  };
}
