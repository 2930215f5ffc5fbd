/** Where a tensor says that its elements lie: text from a file that nobody vouches for. */
import { Fault } from '#core/errors.ts';
import type { TensorProto } from '../onnx/messages.ts';
import { messageType } from '../onnx/schema.ts';

export interface DataPlace {
  /** Relative to the model's folder, parts joined by `/`, none of them `.` or `..`. */
  readonly location: string;
  readonly offsetBytes: number;
  /** Null: as many as the shape needs. */
  readonly lengthBytes: number | null;
}

/** ONNX Runtime's own mark for data that lies in its memory, at the address that `offset` gives. */
const IN_MEMORY = '_ORT_MEM_ADDR_';

/**
 * The tensor's note of its place, as onnx/docs/ExternalData.md describes it. Throws `model-outside` for a place
 * that is not below the model's folder, `model-corrupt` for a note that is not one. Looks at no file.
 */
export function placeOf(tensor: TensorProto): DataPlace {
  const entries = entriesOf(tensor);
  const location = entries.get('location');
  if (location === undefined) throw corrupt(tensor, 'lies in another file, and names none');
  if (Object.hasOwn(tensor, 'rawData')) throw corrupt(tensor, 'holds elements and names another file too');
  return {
    location: checkedLocation(location, tensor),
    offsetBytes: byteCount(tensor, 'offset', entries.get('offset') ?? '0'),
    lengthBytes: entries.has('length') ? byteCount(tensor, 'length', entries.get('length') ?? '') : null,
  };
}

/** The note of a place that `placeOf` reads. */
export function externalEntries({ location, offsetBytes, lengthBytes }: DataPlace): Uint8Array[] {
  const entries = { location, offset: String(offsetBytes), length: String(lengthBytes) };
  const type = messageType('StringStringEntryProto');
  return Object.entries(entries).map(([key, value]) => new Uint8Array(type.encode({ key, value }).finish()));
}

function entriesOf(tensor: TensorProto): Map<string, string> {
  const type = messageType('StringStringEntryProto');
  const entries = new Map<string, string>();
  for (const bytes of tensor.externalData) {
    const { key, value } = decodeEntry(tensor, () => type.decode(bytes));
    if (entries.has(key)) throw corrupt(tensor, `says twice what its "${key}" is`);
    entries.set(key, value);
  }
  return entries;
}

function decodeEntry(tensor: TensorProto, decode: () => unknown): { key: string; value: string } {
  try {
    return decode() as { key: string; value: string };
  } catch {
    throw corrupt(tensor, 'lies in another file, and its note of the place cannot be read');
  }
}

function checkedLocation(location: string, tensor: TensorProto): string {
  const why = whyOutside(location);
  if (why !== null) {
    throw new Fault(
      'model-outside',
      `the tensor "${tensor.name}" lies in ${JSON.stringify(location)}, which ${why}`,
    );
  }
  const parts = location.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0) throw corrupt(tensor, `lies in ${JSON.stringify(location)}, which is no file`);
  return parts.join('/');
}

/** Backslashes and drives count on every system: a model is no safer because it was made for another one. */
function whyOutside(location: string): string | null {
  if (location.includes('\0')) return 'is no path';
  if (location.includes(IN_MEMORY)) return 'is a place in memory, not a file';
  if (location.includes('\\')) return 'is a path with backslashes';
  if (location.startsWith('/') || /^[A-Za-z]:/.test(location)) return 'is an absolute path';
  if (process.platform === 'win32' && location.includes(':')) return 'is no path of a file';
  if (location.split('/').includes('..')) return 'leads out of a folder';
  return null;
}

function byteCount(tensor: TensorProto, key: string, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(count)) return count;
  throw corrupt(tensor, `lies in another file at the ${key} ${JSON.stringify(text)}, which is no byte count`);
}

function corrupt(tensor: TensorProto, what: string): Fault {
  return new Fault('model-corrupt', `the tensor "${tensor.name}" ${what}`);
}
