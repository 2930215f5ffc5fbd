/** The ONNX messages as decoded. All of it is read-only: a rewrite makes new messages (see make.ts). */

/** A 64-bit integer as protobufjs decodes it (a `Long`); what this program makes itself may be a number. */
export type Int64 = number | { readonly low: number; readonly high: number; toNumber(): number };

export interface ModelProto {
  readonly irVersion: Int64;
  readonly graph: GraphProto | null;
  readonly opsetImport: readonly OperatorSetId[];
  /** Model-local functions, undecoded: they are carried over as they are. */
  readonly functions: readonly Uint8Array[];
}

export interface OperatorSetId {
  /** '' or 'ai.onnx' is the standard domain. */
  readonly domain: string;
  readonly version: Int64;
}

export interface GraphProto {
  readonly node: readonly NodeProto[];
  readonly name: string;
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfo[];
  readonly output: readonly ValueInfo[];
  readonly valueInfo: readonly ValueInfo[];
  /** Initializers of which only some elements are stored; each is named by its `values`. */
  readonly sparseInitializer: readonly SparseTensorProto[];
}

/** A model-local function, as far as it is looked into. */
export interface FunctionProto {
  readonly name: string;
  readonly node: readonly NodeProto[];
}

export interface ValueInfo {
  readonly name: string;
  readonly type: TypeProto | null;
}

export interface TypeProto {
  /** Null for what is not a dense tensor (sequences, maps, …), whose type stays undecoded. */
  readonly tensorType: TensorType | null;
}

export interface TensorType {
  /** As `TensorProto.dataType`. */
  readonly elemType: number;
  /** Null: the number of dimensions is not known. */
  readonly shape: { readonly dim: readonly Dimension[] } | null;
}

/** A size, or a name for one that is open; or neither. */
export interface Dimension {
  readonly dimValue: Int64;
  readonly dimParam: string;
}

export interface NodeProto {
  /** Names of values; '' is an optional input that is absent. */
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly attribute: readonly AttributeProto[];
}

export interface AttributeProto {
  readonly name: string;
  readonly type: number;
  readonly f: number;
  readonly i: Int64;
  readonly s: Uint8Array;
  readonly t: TensorProto | null;
  readonly g: GraphProto | null;
  readonly floats: readonly number[];
  readonly ints: readonly Int64[];
  readonly strings: readonly Uint8Array[];
  readonly tensors: readonly TensorProto[];
  readonly graphs: readonly GraphProto[];
  readonly sparseTensor: SparseTensorProto | null;
  readonly sparseTensors: readonly SparseTensorProto[];
  /** Set inside function bodies only: the value comes from an attribute of the calling node. */
  readonly refAttrName: string;
}

export interface TensorProto {
  readonly name: string;
  readonly dims: readonly Int64[];
  /** One of `DATA_TYPE`, or a type that this program does not know. */
  readonly dataType: number;
  /**
   * Little-endian elements in row-major order, types of less than a byte packed from the lowest bits on; an
   * own property only where the file holds it. Of a tensor in another file it is read at every access.
   */
  readonly rawData: Uint8Array;
  /** The wire bytes of packed `float_data` records: little-endian float32. */
  readonly floatData: readonly Uint8Array[];
  /** The wire bytes of packed records of varints: types of at most 32 bits, but uint32. */
  readonly int32Data: readonly Uint8Array[];
  /** One entry an element. */
  readonly stringData: readonly Uint8Array[];
  /** The wire bytes of packed `int64_data` records: varints. */
  readonly int64Data: readonly Uint8Array[];
  /** The wire bytes of packed records of little-endian float64. */
  readonly doubleData: readonly Uint8Array[];
  /** The wire bytes of packed records of varints: uint32 and uint64. */
  readonly uint64Data: readonly Uint8Array[];
  /** Undecoded entries that say where the elements lie, when they lie outside the file. */
  readonly externalData: readonly Uint8Array[];
  /** 1: the elements lie outside the file. */
  readonly dataLocation: number;
}

export interface SparseTensorProto {
  readonly values: TensorProto | null;
  readonly indices: TensorProto | null;
  readonly dims: readonly Int64[];
}

/** `TensorProto.DataType`, those that are named here. */
export const DATA_TYPE = {
  float: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  string: 8,
  float16: 10,
  double: 11,
  bfloat16: 16,
} as const;

/** `AttributeProto.AttributeType`, those that are made or looked at here. */
export const ATTRIBUTE_TYPE = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
  sparseTensor: 11,
  sparseTensors: 12,
} as const;

/** A 64-bit integer as a number, or null where it is too large to be exact. */
export function int64ToNumber(value: Int64): number | null {
  const number = typeof value === 'number' ? value : value.toNumber();
  return Number.isSafeInteger(number) ? number : null;
}

/** True for a node of the standard operator domain. */
export function isStandard(node: NodeProto): boolean {
  return node.domain === '' || node.domain === 'ai.onnx';
}

/** What a person finds the node by: its name, or else the value it makes. */
export function nodeLabel(node: NodeProto): string {
  return node.name || node.output.find((name) => name !== '') || `(unnamed ${node.opType})`;
}

/** The graphs inside a node's attributes: the branches of `If`, the body of `Loop` and `Scan`. */
export function subgraphsOf(node: NodeProto): GraphProto[] {
  return node.attribute.flatMap((attribute) => (attribute.g === null ? attribute.graphs : [attribute.g]));
}
