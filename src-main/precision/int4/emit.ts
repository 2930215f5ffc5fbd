/** A layer → com.microsoft.MatMulNBits. */
import { amend, intAttribute, makeNode } from '../onnx/make.ts';
import type { NodeProto } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import type { VariantSettings } from '../settings.ts';
import type { NBitsLayer } from './decide.ts';
import type { BlockStore } from './weight-store.ts';

export const DOMAIN = 'com.microsoft';

/**
 * What the kernel may make of the activation: 4, int8 in the same blocks. On the CPU (ONNX Runtime 1.30, AVX2, one
 * thread) a single row then takes 0.2 to 0.7 of float's time from 768 × 768 on, against 0.9 to 1.7 of it at 0
 * (float32); many rows take about as long either way, and the loss stays that of the weights (README.md, "int4").
 */
const ACCURACY_LEVEL = 4;

interface Workshop {
  readonly names: FreshNames;
  readonly store: BlockStore;
  readonly settings: VariantSettings['int4'];
}

/** The nodes that take the place of `node`, and what was done; null where the weights have no such form. */
export function emit(
  node: NodeProto,
  layer: NBitsLayer,
  { names, store, settings }: Workshop,
): { readonly nodes: readonly NodeProto[]; readonly what: string } | null {
  const stored = store.blocks(layer);
  if (stored === null) return null;
  const { inputs, outputs, bias, activation } = layer;
  const [output = ''] = node.output;
  const added = bias !== null && bias.constant === null ? bias.name : null;
  const product = added === null ? output : names.next(`${output}_product`);
  const fixedBias = bias?.constant ? store.bias(bias.constant, bias.name) : '';
  const given = [activation, stored.packed, stored.scales, stored.zeroPoints, '', fixedBias];
  while (given.at(-1) === '') given.pop();
  const matMul = makeNode({
    op: 'MatMulNBits',
    name: names.next(`MatMulNBits(${output})`),
    inputs: given,
    outputs: [product],
    attributes: [
      intAttribute('K', inputs),
      intAttribute('N', outputs),
      intAttribute('bits', 4),
      intAttribute('block_size', settings.blockSize),
      intAttribute('accuracy_level', ACCURACY_LEVEL),
    ],
  });
  const nodes = [amend(matMul, { domain: DOMAIN })];
  if (added !== null) {
    const name = names.next(`Add(${output})`);
    nodes.push(makeNode({ op: 'Add', name, inputs: [product, added], outputs: [output] }));
  }
  const quality = Number.isFinite(stored.sqnrDb) ? `${stored.sqnrDb.toFixed(1)} dB` : 'exact';
  return {
    nodes,
    what: `MatMulNBits, ${inputs} × ${outputs} in blocks of ${settings.blockSize}, ${quality}`,
  };
}
