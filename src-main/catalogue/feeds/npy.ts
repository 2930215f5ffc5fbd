/** Reads NumPy's `.npy` files, versions 1 to 3 of the format (numpy.lib.format), into plain tensors. */
import { Fault } from '#core/errors.ts';
import type { TensorData, TensorType } from '#core/tensor.ts';
import { TENSOR_ARRAYS } from '#core/tensor-check.ts';

const MAGIC = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
/** Real headers have some 100 bytes; version 2 allows 4 GB of them. */
const MAX_HEADER_BYTES = 65_536;
const MAX_DIMENSIONS = 32;

/** NumPy's type codes without their byte order. Others (text, objects, records, complex) are refused. */
const TYPES: Readonly<Record<string, TensorType>> = {
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  b1: 'bool',
};

interface Header {
  readonly type: TensorType;
  readonly dims: readonly number[];
  /** The first axis varies fastest. */
  readonly columnMajor: boolean;
}

/**
 * Elements are copied, row-major whatever their order in the file. Throws `input-invalid` that begins with
 * `name` for anything else than one whole array of numbers or truth values in little-endian order.
 */
export function readNpy(bytes: Uint8Array, name: string): TensorData {
  const refuse = (what: string): Fault => new Fault('input-invalid', `${name} ${what}`);
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) throw refuse('is not a .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3)
    throw refuse(`is of version ${version} of the .npy format; 1 to 3 are read`);
  const sizeBytes = version === 1 ? 2 : 4;
  const start = 8 + sizeBytes;
  if (bytes.length < start) throw refuse('is cut off in its header');
  const headerBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerBytes > MAX_HEADER_BYTES) throw refuse(`states a header of ${headerBytes} bytes`);
  if (bytes.length < start + headerBytes) throw refuse('is cut off in its header');
  const header = headerOf(
    new TextDecoder('latin1').decode(bytes.subarray(start, start + headerBytes)),
    refuse,
  );
  return tensorOf(header, bytes.subarray(start + headerBytes), refuse);
}

type Refuse = (what: string) => Fault;

/** The header is a Python dictionary of three known keys, in any order. */
function headerOf(text: string, refuse: Refuse): Header {
  const [, descr] = /'descr'\s*:\s*'([^']*)'/.exec(text) ?? [];
  const [, order] = /'fortran_order'\s*:\s*(True|False)/.exec(text) ?? [];
  const [, shape] = /'shape'\s*:\s*\(([^)]*)\)/.exec(text) ?? [];
  if (shape === undefined || order === undefined) throw refuse('has a header that cannot be read');
  if (descr === undefined) throw refuse('holds records, which are no tensor');
  return { type: typeOf(descr, refuse), dims: dimsOf(shape, refuse), columnMajor: order === 'True' };
}

function typeOf(descr: string, refuse: Refuse): TensorType {
  const [, order, code] = /^([<>|=])?([A-Za-z]\d+)$/.exec(descr) ?? [];
  const type = code === undefined ? undefined : TYPES[code];
  if (type === undefined || !Object.hasOwn(TYPES, code ?? '')) {
    throw refuse(`holds elements of type ${JSON.stringify(descr)}, which cannot be fed to a model`);
  }
  if (order === '>' && !code?.endsWith('1')) {
    throw refuse('is big-endian; save it with .astype(a.dtype.newbyteorder("<"))');
  }
  return type;
}

function dimsOf(shape: string, refuse: Refuse): number[] {
  const parts = shape.split(',').map((part) => part.trim());
  // `(3,)` is how Python writes a tuple of one.
  if (parts.at(-1) === '') parts.pop();
  const dims = parts.map((part) => (/^\d+L?$/.test(part) ? Number.parseInt(part, 10) : NaN));
  const count = dims.reduce((product, dim) => product * dim, 1);
  if (!Number.isSafeInteger(count) || dims.length > MAX_DIMENSIONS) throw refuse(`has the shape (${shape})`);
  return dims;
}

function tensorOf({ type, dims, columnMajor }: Header, body: Uint8Array, refuse: Refuse): TensorData {
  const Elements = TENSOR_ARRAYS[type];
  const count = dims.reduce((product, dim) => product * dim, 1);
  const expected = count * Elements.BYTES_PER_ELEMENT;
  if (body.length !== expected) {
    throw refuse(`holds ${body.length} bytes of elements, its shape needs ${expected}`);
  }
  // The elements need not be aligned within the file; `slice` of a Node buffer would be no copy.
  const stored = new Elements(new Uint8Array(body).buffer);
  const data = columnMajor && dims.length > 1 ? rowMajor(stored, dims) : stored;
  return { type, dims, data } as TensorData;
}

type Elements = InstanceType<(typeof TENSOR_ARRAYS)[TensorType]>;

function rowMajor(stored: Elements, dims: readonly number[]): Elements {
  const moved = stored.slice();
  const strides: number[] = [];
  dims.reduce((stride, dim) => {
    strides.push(stride);
    return stride * dim;
  }, 1);
  const index = dims.map(() => 0);
  for (let at = 0; at < moved.length; at += 1) {
    const from = index.reduce((sum, each, axis) => sum + each * (strides[axis] ?? 0), 0);
    moved[at] = stored[from] as never;
    for (let axis = dims.length - 1; axis >= 0; axis -= 1) {
      index[axis] = (index[axis] ?? 0) + 1;
      if (index[axis] !== dims[axis]) break;
      index[axis] = 0;
    }
  }
  return moved;
}
