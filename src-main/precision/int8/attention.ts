/**
 * ONNX Runtime's `com.microsoft.Attention` as its `QAttention`: the product that makes query, key and value runs
 * on integers, with a scale and a zero point a column; the attention itself stays in float. (Operator
 * definitions: ONNX Runtime, docs/ContribOperators.md; limits: attention_quant.cc of its CPU kernels.)
 */
import { attributeOf, floatOf, intOf, intsOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import { dimsOf } from '../onnx/tensors.ts';
import type { AttentionLayer, Decision } from './layers.ts';
import { notWorthwhile } from './limits.ts';
import type { Emitted, Site } from './site.ts';

/** Attention's inputs by place. */
const INPUT = { activation: 0, weight: 1, bias: 2, mask: 3, past: 4, attentionBias: 5, pastLength: 6 };
/** Attributes that both operators have. */
const SHARED_ATTRIBUTES: readonly string[] = ['num_heads', 'unidirectional', 'mask_filter_value'];

export function decideAttention(node: NodeProto, scope: Scope): Decision {
  const given = (at: number): boolean => (node.input[at] ?? '') !== '';
  if (given(INPUT.attentionBias)) return { why: 'it adds a bias to its scores, which QAttention cannot' };
  if (given(INPUT.pastLength) || intOf(node, 'past_present_share_buffer', 0) !== 0) {
    return { why: 'its past and present share a buffer, which QAttention on the CPU cannot' };
  }
  if (intOf(node, 'do_rotary', 0) !== 0) return { why: 'it rotates its positions, which QAttention cannot' };
  if (floatOf(node, 'scale', 0) !== 0) return { why: 'it has a scale of its own, which QAttention has not' };
  const weight = scope.constant(node.input[INPUT.weight] ?? '');
  if (weight === null || weight.transposed) return { why: 'its weights are not a constant' };
  if (weight.tensor.dataType !== DATA_TYPE.float) return { why: 'its weights are not float32' };
  const dims = dimsOf(weight.tensor);
  const [inputs = 0, outputs = 0] = dims;
  if (dims.length !== 2) return { why: `its weights have ${dims.length} dimensions, not 2` };
  const sizes = attributeOf(node, 'qkv_hidden_sizes') && intsOf(node, 'qkv_hidden_sizes');
  if (sizes?.some((size) => size * 3 !== outputs)) {
    return { why: 'its query, key and value differ in size, which QAttention cannot' };
  }
  const why = notWorthwhile({ inputs, outputs, taps: 1 });
  if (why !== null) return { why };
  const activation = node.input[INPUT.activation] ?? '';
  return { layer: { kind: 'attention', node, activation, weight, inputs, outputs } };
}

export function emitAttention(layer: AttentionLayer, { draft, store }: Site): Emitted | null {
  const { node, inputs, outputs } = layer;
  const weights = store.matrix(layer.weight, inputs, outputs, false);
  if (weights === null) return null;
  const name = (at: number): string => node.input[at] ?? '';
  const activation = draft.quantized(layer.activation);
  // Its bias may not be absent.
  const bias =
    name(INPUT.bias) || draft.constant(`${weights.name}_bias`, [outputs], new Float32Array(outputs));
  const factors = [
    activation.quantized,
    weights.name,
    bias,
    activation.scale,
    draft.constant(`${weights.name}_scale`, [outputs], weights.scales),
    name(INPUT.mask),
    activation.zeroPoint,
    weights.zeroPoint,
    name(INPUT.past),
  ];
  const attributes = node.attribute.filter((each) => SHARED_ATTRIBUTES.includes(each.name));
  draft.replace(node, 'QAttention', factors, attributes);
  return { what: `QAttention; ${store.form} weights, a scale and zero point a column`, absorbed: [] };
}
