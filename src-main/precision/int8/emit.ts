/** The integer form of a layer, as nodes of the graph under construction. */
import { affineTail } from './affine-tail.ts';
import type { ConvLayer, Geometry, Layer, MatrixLayer } from './layers.ts';
import { MAX_TAPS } from './limits.ts';
import { patches, tapCount } from './patches.ts';
import { emitAttention } from './attention.ts';
import { emitLstm } from './lstm.ts';
import type { Emitted, Site } from './site.ts';
import type { StoredWeights } from './weight-store.ts';

/** Adds the layer's integer form to the draft; null where its weights cannot be quantized. */
export function emit(layer: Layer, site: Site): Emitted | null {
  switch (layer.kind) {
    case 'matrix':
      return emitMatrix(layer, site);
    case 'conv':
      return emitConv(layer, site);
    case 'lstm':
      return emitLstm(layer, site);
    case 'attention':
      return emitAttention(layer, site);
  }
}

function emitMatrix(layer: MatrixLayer, { draft, store }: Site): Emitted | null {
  const { weight, inputs, outputs, outputsFirst, node } = layer;
  const weights = store.matrix(weight, inputs, outputs, outputsFirst);
  if (weights === null) return null;
  const output = node.output[0] ?? '';
  const activation = draft.quantized(layer.activation);
  const factors = [activation.quantized, weights.name, activation.zeroPoint, weights.zeroPoint];
  const integers = draft.add('MatMulInteger', output, factors);
  const gain = weights.scales.map((scale) => scale * layer.gain);
  draft.rescaled(integers, activation, { gain, offset: layer.bias, dims: [outputs] }, output, output);
  return { what: `MatMulInteger; ${store.form} weights, a scale and zero point a column`, absorbed: [] };
}

function emitConv(layer: ConvLayer, site: Site): Emitted | null {
  const { node, dims, outputs, inputs, weight, geometry } = layer;
  // MatMulInteger takes signed weights, which processors have instructions for. ONNX Runtime's ConvInteger
  // does not, and is several times slower (README.md, "Which form").
  const asMatrix = geometry !== null && tapCount(geometry) <= MAX_TAPS ? geometry : null;
  const weights = asMatrix
    ? site.store.patchMatrix(weight, inputs, outputs, tapCount(asMatrix))
    : site.store.convolution(weight, dims, outputs);
  if (weights === null) return null;
  const tail = affineTail(node.output[0] ?? '', outputs, dims.length, site.scope);
  const gain = weights.scales.map((scale, channel) => scale * (tail.gain[channel] ?? NaN));
  const offset = Float32Array.from(tail.offset, (shift, channel) => {
    return shift + (layer.bias?.[channel] ?? 0) * (tail.gain[channel] ?? NaN);
  });
  const isShifted = offset.some((value) => value !== 0);
  const made = { weights, gain, offset: isShifted ? offset : null, output: tail.output };
  const form = asMatrix ? emitPatches(layer, asMatrix, made, site) : emitConvInteger(layer, made, site);
  const absorbed = tail.nodes.map(({ opType }) => opType).join(' and ');
  return {
    what: `${form}${absorbed && `, and ${absorbed} in the scales`}`,
    absorbed: tail.nodes,
  };
}

interface Rescaled {
  readonly weights: StoredWeights;
  readonly gain: Float32Array;
  readonly offset: Float32Array | null;
  readonly output: string;
}

function emitPatches(
  layer: ConvLayer,
  geometry: Geometry,
  made: Rescaled,
  { draft, constants, store }: Site,
): string {
  const { weights, gain, output } = made;
  const activation = draft.quantized(layer.activation);
  const taps = patches(activation, geometry, output, draft, constants);
  const factors = [taps, weights.name, activation.zeroPoint, weights.zeroPoint];
  const integers = draft.add('MatMulInteger', output, factors);
  const dims = [layer.outputs];
  const offset = made.offset && draft.constant(`${output}_bias`, dims, made.offset);
  const floats = draft.rescaled(integers, activation, { gain, offset, dims }, output);
  draft.channelsSecond(floats, layer.dims.length, output);
  const count = tapCount(geometry);
  const on = count === 1 ? 'pixels' : `patches of ${count}`;
  return `MatMulInteger on ${on}; ${store.form} weights, a scale and zero point a channel`;
}

function emitConvInteger(layer: ConvLayer, made: Rescaled, { draft }: Site): string {
  const { weights, gain, output } = made;
  const activation = draft.quantized(layer.activation);
  const factors = [activation.quantized, weights.name, activation.zeroPoint, weights.zeroPoint];
  // Both operators have the same attributes with the same meaning.
  const integers = draft.add('ConvInteger', output, factors, layer.node.attribute);
  const dims = [layer.outputs, ...layer.dims.slice(2).map(() => 1)];
  const offset = made.offset && draft.constant(`${output}_bias`, dims, made.offset);
  draft.rescaled(integers, activation, { gain, offset, dims }, output, output);
  return 'ConvInteger; uint8 weights, a scale a channel';
}
