/** Writes what was chosen: QuantizeLinear and DequantizeLinear around operators, which stay as they are. */
import { attributeOf } from '../onnx/attributes.ts';
import { amend, floatTensor } from '../onnx/make.ts';
import type { NodeProto } from '../onnx/messages.ts';
import { isStandard } from '../onnx/messages.ts';
import type { Scope } from '../onnx/scope.ts';
import { dimsOf, floatsOf } from '../onnx/tensors.ts';
import type { ReportBuilder } from '../report.ts';
import type { StaticDraft } from './draft.ts';
import type { StaticLayer } from './layers.ts';
import type { ActivationScale } from './scales.ts';
import type { Chosen } from './select.ts';
import { quantizeLayer } from './weights.ts';

export interface Site {
  readonly draft: StaticDraft;
  readonly report: ReportBuilder;
  readonly symmetric: boolean;
  /** Of a value whose range is known. */
  scaleOf(value: string): ActivationScale;
  /** The values of this graph that are integers already where they are read. */
  readonly integers: ReadonlyMap<string, Chosen>;
}

/** The integer operators that ONNX Runtime makes of each form. */
const BECOMES = { Conv: 'QLinearConv', MatMul: 'QLinearMatMul', Gemm: 'QGemm' } as const;

export function emitLayer(chosen: Chosen, layer: StaticLayer, site: Site): void {
  const { draft, report } = site;
  const { node } = chosen;
  const inputScale = site.scaleOf(layer.activation).scale;
  const size = { channels: layer.channels, channelsLast: layer.channelAxis === 1, inputScale };
  const weights = quantizeLayer(layer.weights(), layer.bias, size);
  const inputs = [
    readAsIntegers(layer.activation, site),
    draft.weights(layer.weightName, layer.dims, layer.channelAxis, weights),
    ...(weights.bias ? [draft.bias(`${layer.weightName}_bias`, weights.bias, weights.biasScales)] : []),
  ];
  // alpha, beta and the transpositions of a Gemm are in its weights now.
  const attribute = layer.kind === 'Gemm' ? [] : node.attribute;
  emitOutput(chosen, amend(node, { input: inputs, attribute }), site);
  const becomes =
    chosen.quantizesOutput || layer.kind === 'Gemm' ? BECOMES[layer.kind] : 'MatMulIntegerToFloat';
  const cut = chosen.cut === null ? '' : ` with ${chosen.cut.opType}`;
  report.changed(node, `${becomes}${cut}; 8-bit weights, a scale a channel`);
}

/** What it reads has been made as integers, under the names that it knows. */
export function emitBetween(chosen: Chosen, site: Site): void {
  emitOutput(chosen, chosen.node, site);
  site.report.changed(chosen.node, 'on integers, as what is before and behind it');
}

function readAsIntegers(value: string, { draft, integers, scaleOf }: Site): string {
  // Made by an integer operator of this graph: the name is that of its dequantized form.
  return integers.has(value) ? value : draft.dequantized(value, scaleOf(value));
}

function emitOutput(chosen: Chosen, node: NodeProto, { draft, symmetric, scaleOf }: Site): void {
  const { cut, output, rangeOf } = chosen;
  if (!chosen.quantizesOutput) {
    draft.nodes.push(node);
    return;
  }
  const made = draft.fresh(`${output}_float`);
  draft.nodes.push(amend(node, { output: [made] }));
  const scale = scaleOf(rangeOf);
  if (cut === null || !symmetric) {
    // A range from 0 to what was seen behind the cut cuts off the same by itself.
    draft.quantizeTo(made, output, rangeOf, scale);
    return;
  }
  const uncut = draft.fresh(`${output}_uncut`);
  draft.quantizeTo(made, uncut, rangeOf, scale);
  const cutOff = draft.fresh(`${output}_cut`);
  draft.nodes.push(amend(cut, { input: [uncut, ...cut.input.slice(1)], output: [cutOff] }));
  draft.quantizeTo(cutOff, output, rangeOf, scale);
}

/**
 * Add(product, constant) as Sub(product, −constant), the same to the last bit. When ONNX Runtime loads a model, it
 * fuses MatMul and Add into a Gemm (`MatMulAddFusion`), and with it in between sees no integer product any more.
 */
export function asSubtraction(
  node: NodeProto,
  product: string,
  scope: Scope,
  draft: StaticDraft,
): NodeProto | null {
  if (node.opType !== 'Add' || !isStandard(node) || attributeOf(node, 'axis') !== null) return null;
  const other = node.input[0] === product ? node.input[1] : node.input[0];
  const constant = scope.constant(other ?? '');
  const values = constant && !constant.transposed ? floatsOf(constant.tensor) : null;
  if (constant === null || values === null) return null;
  const name = draft.fresh(`${other ?? ''}_negated`);
  draft.initializers.push(
    floatTensor(
      name,
      dimsOf(constant.tensor),
      values.map((value) => -value),
    ),
  );
  return amend(node, { opType: 'Sub', input: [product, name] });
}
