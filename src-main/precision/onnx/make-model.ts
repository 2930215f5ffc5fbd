/** New graphs and models from their parts. */
import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  OperatorSetId,
  TensorProto,
  ValueInfo,
} from './messages.ts';
import { ATTRIBUTE_TYPE } from './messages.ts';
import { messageType } from './schema.ts';

export function floatAttribute(name: string, f: number): AttributeProto {
  return create<AttributeProto>('AttributeProto', { name, type: ATTRIBUTE_TYPE.float, f });
}

export function stringAttribute(name: string, text: string): AttributeProto {
  const s = new TextEncoder().encode(text);
  return create<AttributeProto>('AttributeProto', { name, type: ATTRIBUTE_TYPE.string, s });
}

export function tensorAttribute(name: string, t: TensorProto): AttributeProto {
  return create<AttributeProto>('AttributeProto', { name, type: ATTRIBUTE_TYPE.tensor, t });
}

/** A value's note: its element type (one of `DATA_TYPE`) and its shape; null: any shape. */
export function makeValueInfo(name: string, elemType: number, dims: readonly number[] | null): ValueInfo {
  const shape = dims && {
    dim: dims.map((dimValue) => messageType('Dimension').create({ dimValue })),
  };
  const tensorType = messageType('TensorType').create(shape === null ? { elemType } : { elemType, shape });
  return create<ValueInfo>('ValueInfoProto', {
    name,
    type: messageType('TypeProto').create({ tensorType }) as unknown as NonNullable<ValueInfo['type']>,
  });
}

export interface GraphParts {
  readonly name: string;
  /** In the order in which they run. */
  readonly node: readonly NodeProto[];
  readonly initializer: readonly TensorProto[];
  readonly input: readonly ValueInfo[];
  readonly output: readonly ValueInfo[];
}

export function makeGraph(parts: GraphParts): GraphProto {
  return create<GraphProto>('GraphProto', { ...parts });
}

/** A model whose nodes are those of one version of the standard operator set. */
export function makeModel(graph: GraphProto, versions: { irVersion: number; opset: number }): ModelProto {
  const opset = create<OperatorSetId>('OperatorSetIdProto', { domain: '', version: versions.opset });
  return create<ModelProto>('ModelProto', { irVersion: versions.irVersion, opsetImport: [opset], graph });
}

/** protobufjs gives absent fields their defaults through the prototype, which a plain object lacks. */
function create<M extends object>(type: string, fields: Partial<M>): M {
  return messageType(type).create(fields) as unknown as M;
}
