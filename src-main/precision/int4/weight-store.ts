/** Weights in 4 bits, made once for each tensor and reading, however many layers use them. */
import { floatTensor, uint8Tensor } from '../onnx/make.ts';
import type { GraphProto, TensorProto } from '../onnx/messages.ts';
import type { FreshNames } from '../onnx/names.ts';
import type { Constant } from '../onnx/scope.ts';
import { floatsOf } from '../onnx/tensors.ts';
import type { VariantSettings } from '../settings.ts';
import { blocksOf, quantizeBlocks } from './blocks.ts';
import type { NBitsLayer } from './decide.ts';

/** The names of what MatMulNBits takes. */
export interface StoredBlocks {
  readonly packed: string;
  readonly scales: string;
  /** '' where all are 8. */
  readonly zeroPoints: string;
  readonly sqnrDb: number;
}

export class BlockStore {
  readonly #names: FreshNames;
  readonly #settings: VariantSettings['int4'];
  readonly #stored = new Map<TensorProto, Map<string, StoredBlocks | null>>();
  readonly #biases = new Map<TensorProto, string>();
  readonly #initializers = new Map<GraphProto, TensorProto[]>();

  constructor(names: FreshNames, settings: VariantSettings['int4']) {
    this.#names = names;
    this.#settings = settings;
  }

  /** What belongs to `graph`, which owns the float weights. */
  initializersOf(graph: GraphProto): readonly TensorProto[] {
    return this.#initializers.get(graph) ?? [];
  }

  /** Null where the weights hold NaN or infinity, or are not at hand. */
  blocks(layer: NBitsLayer): StoredBlocks | null {
    const { tensor } = layer.weight;
    // One tensor may be read both ways round (tied embeddings).
    const reading = layer.outputsFirst ? 'rows' : 'columns';
    const readings = this.#stored.get(tensor) ?? new Map<string, StoredBlocks | null>();
    this.#stored.set(tensor, readings);
    const known = readings.get(reading);
    if (known !== undefined) return known;
    const stored = this.#make(layer);
    readings.set(reading, stored);
    return stored;
  }

  /** A constant bias as the vector that MatMulNBits takes. */
  bias({ tensor, owner }: Constant, name: string): string {
    if (tensor.dims.length === 1) return name;
    const known = this.#biases.get(tensor);
    const floats = known === undefined ? floatsOf(tensor) : null;
    if (known !== undefined || floats === null) return known ?? name;
    const made = this.#names.next(`${tensor.name || 'bias'}_vector`);
    this.#add(owner, floatTensor(made, [floats.length], floats));
    this.#biases.set(tensor, made);
    return made;
  }

  #make({ weight: { tensor, owner }, inputs, outputs, outputsFirst }: NBitsLayer): StoredBlocks | null {
    const { blockSize, symmetric } = this.#settings;
    const floats = floatsOf(tensor);
    const made = floats && quantizeBlocks(floats, { inputs, outputs, outputsFirst, blockSize, symmetric });
    if (made === null) return null;
    // A tensor in a Constant node's attribute is often nameless.
    const base = tensor.name || 'weight';
    const blocks = blocksOf(inputs, blockSize);
    const packed = this.#names.next(`${base}_int4`);
    this.#add(owner, uint8Tensor(packed, [outputs, blocks, blockSize / 2], made.packed));
    const scales = this.#names.next(`${packed}_scale`);
    this.#add(owner, floatTensor(scales, [outputs, blocks], made.scales));
    const { zeroPoints: points, sqnrDb } = made;
    if (points === null) return { packed, scales, zeroPoints: '', sqnrDb };
    const zeroPoints = this.#names.next(`${packed}_zero_point`);
    this.#add(owner, uint8Tensor(zeroPoints, [outputs, Math.ceil(blocks / 2)], points));
    return { packed, scales, zeroPoints, sqnrDb };
  }

  #add(graph: GraphProto, tensor: TensorProto): void {
    const list = this.#initializers.get(graph);
    if (list === undefined) this.#initializers.set(graph, [tensor]);
    else list.push(tensor);
  }
}
