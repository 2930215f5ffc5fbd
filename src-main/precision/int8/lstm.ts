/**
 * LSTM as ONNX Runtime's own `com.microsoft.DynamicQuantizeLSTM`. Its weights lie the other way round,
 * [directions, inputs, 4 × hidden], with a scale a column and one zero point for all; it quantizes the
 * input once, and the state in every step, each with the range that it has at that moment. (Operator
 * definition: ONNX Runtime, docs/ContribOperators.md; limits: dynamic_quantize_lstm.cc of its CPU kernels.)
 */
import { intOf } from '../onnx/attributes.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { DATA_TYPE } from '../onnx/messages.ts';
import type { Constant, Scope } from '../onnx/scope.ts';
import { dimsOf } from '../onnx/tensors.ts';
import { foldedConstant } from './folded.ts';
import type { Decision, LstmLayer } from './layers.ts';
import { notWorthwhile } from './limits.ts';
import type { Emitted, Site } from './site.ts';

/** Input, output, forget and cell gate. */
const GATES = 4;
/** X, W, R, B, sequence_lens, initial_h, initial_c, P: those of ONNX's LSTM, which come first here too. */
const OWN_INPUTS = 8;

export function decideLstm(node: NodeProto, scope: Scope): Decision {
  const layout = intOf(node, 'layout', 0);
  if (layout !== 0) return { why: 'its batch comes first (layout 1), which DynamicQuantizeLSTM has not' };
  const weight = foldedConstant(node.input[1] ?? '', scope);
  const recurrence = foldedConstant(node.input[2] ?? '', scope);
  if (weight === null || recurrence === null) return { why: 'its weights are not constants' };
  if (!isFloat(weight) || !isFloat(recurrence)) return { why: 'its weights are not float32' };
  const dims = dimsOf(weight.tensor);
  const [directions = 0, gates = 0, inputs = 0] = dims;
  const hidden = gates / GATES;
  const isWhole = String(dimsOf(recurrence.tensor)) === String([directions, gates, hidden]);
  if (dims.length !== 3 || !isWhole) return { why: 'its weights do not fit each other' };
  // What one step multiplies: input and state side by side.
  const why = notWorthwhile({ inputs: inputs + hidden, outputs: gates, taps: 1 });
  if (why !== null) return { why };
  return { layer: { kind: 'lstm', node, weight, recurrence, directions, inputs, hidden } };
}

export function emitLstm(layer: LstmLayer, { draft, store }: Site): Emitted | null {
  const { node, directions, inputs, hidden } = layer;
  const gates = GATES * hidden;
  const weights = store.recurrent(layer.weight, directions, gates, inputs);
  const recurrence = store.recurrent(layer.recurrence, directions, gates, hidden);
  if (weights === null || recurrence === null) return null;
  const own = Array.from({ length: OWN_INPUTS }, (_, at) => node.input[at] ?? '');
  own.splice(1, 2, weights.name, recurrence.name);
  const quantization = [weights, recurrence].flatMap(({ name, scales, zeroPoint }) => [
    draft.constant(`${name}_scale`, [directions, gates], scales),
    zeroPoint,
  ]);
  const attributes = node.attribute.filter(({ name }) => name !== 'layout');
  draft.replace(node, 'DynamicQuantizeLSTM', [...own, ...quantization], attributes);
  return { what: `DynamicQuantizeLSTM; ${store.form} weights, a scale a gate's column`, absorbed: [] };
}

function isFloat({ tensor }: Constant): boolean {
  return tensor.dataType === DATA_TYPE.float;
}
