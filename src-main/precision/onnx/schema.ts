/**
 * The part of the ONNX protobuf schema that the rewrites read or write, for protobufjs.
 *
 * What is not declared here (doc strings, metadata, training information, fields of later IR versions, …)
 * is kept as the raw bytes of its wire record and written back unchanged: a field that this program does
 * not know cannot be lost. Field numbers are those of `onnx/onnx.proto`, IR versions 3 to 13; they never
 * change meaning between versions.
 *
 * The packed number lists of a tensor are declared as `bytes` on purpose: a packed record and a byte string
 * look alike on the wire, and so a list of a hundred million numbers costs no array of numbers.
 */
import protobuf from 'protobufjs/light.js';

type Field = [type: string, id: number];

/** `repeated` fields are marked by `[]`. */
const MESSAGES: Record<string, Record<string, Field>> = {
  ModelProto: {
    irVersion: ['int64', 1],
    graph: ['GraphProto', 7],
    opsetImport: ['OperatorSetIdProto[]', 8],
    functions: ['bytes[]', 25],
  },
  OperatorSetIdProto: { domain: ['string', 1], version: ['int64', 2] },
  GraphProto: {
    node: ['NodeProto[]', 1],
    name: ['string', 2],
    initializer: ['TensorProto[]', 5],
    input: ['ValueInfoProto[]', 11],
    output: ['ValueInfoProto[]', 12],
    valueInfo: ['ValueInfoProto[]', 13],
    sparseInitializer: ['SparseTensorProto[]', 15],
  },
  FunctionProto: { name: ['string', 1], node: ['NodeProto[]', 7], domain: ['string', 10] },
  ValueInfoProto: { name: ['string', 1], type: ['TypeProto', 2] },
  TypeProto: { tensorType: ['TensorType', 1] },
  TensorType: { elemType: ['int32', 1], shape: ['TensorShapeProto', 2] },
  TensorShapeProto: { dim: ['Dimension[]', 1] },
  Dimension: { dimValue: ['int64', 1], dimParam: ['string', 2] },
  NodeProto: {
    input: ['string[]', 1],
    output: ['string[]', 2],
    name: ['string', 3],
    opType: ['string', 4],
    attribute: ['AttributeProto[]', 5],
    domain: ['string', 7],
  },
  AttributeProto: {
    name: ['string', 1],
    f: ['float', 2],
    i: ['int64', 3],
    s: ['bytes', 4],
    t: ['TensorProto', 5],
    g: ['GraphProto', 6],
    floats: ['float[]', 7],
    ints: ['int64[]', 8],
    strings: ['bytes[]', 9],
    tensors: ['TensorProto[]', 10],
    graphs: ['GraphProto[]', 11],
    type: ['int32', 20],
    refAttrName: ['string', 21],
    sparseTensor: ['SparseTensorProto', 22],
    sparseTensors: ['SparseTensorProto[]', 23],
  },
  TensorProto: {
    dims: ['int64[]', 1],
    dataType: ['int32', 2],
    floatData: ['bytes[]', 4],
    int32Data: ['bytes[]', 5],
    stringData: ['bytes[]', 6],
    int64Data: ['bytes[]', 7],
    name: ['string', 8],
    rawData: ['bytes', 9],
    doubleData: ['bytes[]', 10],
    uint64Data: ['bytes[]', 11],
    externalData: ['bytes[]', 13],
    dataLocation: ['int32', 14],
  },
  SparseTensorProto: { values: ['TensorProto', 1], indices: ['TensorProto', 2], dims: ['int64[]', 3] },
  StringStringEntryProto: { key: ['string', 1], value: ['string', 2] },
};

function asType(fields: Record<string, Field>): protobuf.IType {
  return {
    // ONNX is proto2: a field that is present with the value 0 is not the same as one that is absent.
    edition: 'proto2',
    // A name that is not UTF-8 would be changed by reading it; refuse it instead.
    options: { features: { utf8_validation: 'VERIFY' } },
    fields: Object.fromEntries(Object.entries(fields).map(([name, spec]) => [name, asField(spec)])),
  };
}

function asField([type, id]: Field): protobuf.IField {
  return type.endsWith('[]') ? { rule: 'repeated', type: type.slice(0, -2), id } : { type, id };
}

const ROOT = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(MESSAGES).map(([name, fields]) => [name, asType(fields)])),
}).resolveAll();

/** The field numbers of a message's fields, by name. */
export function fieldIds(name: string): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(MESSAGES[name] ?? {}).map(([field, [, id]]) => [field, id]));
}

/** The protobufjs type of an ONNX message by its name in `onnx.proto`. */
export function messageType(name: string): protobuf.Type {
  return ROOT.lookupType(name);
}
