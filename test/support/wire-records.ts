/** An ONNX file as a tree of protobuf records, whatever they mean; what cannot be parsed stays bytes. */
import type { RecordDamage } from './damage.ts';
import { varint } from './wire.ts';

export interface WireRecord {
  readonly tag: number;
  /** Where it begins in the file. */
  readonly at: number;
  /** The varint, the fixed bytes, or the content. */
  readonly payload: Uint8Array;
  /** The content as records, where it is a message that is looked into. */
  readonly inside: readonly WireRecord[] | null;
}

/** What a message's fields hold: message → field → message. */
const NESTED: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  model: { 7: 'graph', 8: 'leaf' },
  graph: { 1: 'node', 5: 'leaf', 11: 'value', 12: 'value', 13: 'value' },
  node: { 5: 'attribute' },
  attribute: { 5: 'leaf', 6: 'graph', 11: 'graph' },
  value: { 2: 'type' },
  type: { 1: 'tensor' },
  tensor: { 2: 'shape' },
  shape: { 1: 'leaf' },
  leaf: {},
};

export function parseRecords(bytes: Uint8Array): readonly WireRecord[] {
  return parse(bytes, 0, bytes.length, 'model') ?? [];
}

/** Where each record begins, in the order of the file. */
export function placesIn(records: readonly WireRecord[]): number[] {
  return listed(records).map(({ at }) => at);
}

/** The file with one record changed, and the lengths around it right again. */
export function writeRecords(records: readonly WireRecord[], damage: RecordDamage): Uint8Array {
  const all = listed(records);
  const target = all[damage.index % Math.max(1, all.length)];
  const write = (record: WireRecord): Uint8Array[] => {
    if (record !== target) return [written(record.tag, content(record))];
    switch (damage.kind) {
      case 'drop':
        return [];
      case 'double':
        return [written(record.tag, content(record)), written(record.tag, content(record))];
      case 'replace': {
        const other = all[damage.by % all.length] ?? record;
        return [written((record.tag & ~7) | (other.tag & 7), other.payload)];
      }
      case 'retag':
        return [written(damage.tag, content(record))];
      case 'refill':
        return [written(record.tag, damage.bytes)];
    }
  };
  const content = ({ inside, payload }: WireRecord): Uint8Array =>
    inside === null ? payload : Buffer.concat(inside.flatMap(write));
  return new Uint8Array(Buffer.concat(records.flatMap(write)));
}

function written(tag: number, payload: Uint8Array): Uint8Array {
  const length = (tag & 7) === 2 ? varint(payload.length) : [];
  return Buffer.concat([Buffer.from([...varint(tag), ...length]), payload]);
}

function listed(records: readonly WireRecord[]): WireRecord[] {
  const all: WireRecord[] = [];
  for (const record of records) {
    all.push(record);
    for (const each of listed(record.inside ?? [])) all.push(each);
  }
  return all;
}

function parse(bytes: Uint8Array, from: number, to: number, message: string): WireRecord[] | null {
  const records: WireRecord[] = [];
  for (let at = from; at < to;) {
    const [tag, afterTag] = readVarint(bytes, at);
    const [start, end] = extent(bytes, tag & 7, afterTag);
    if (end > to || end <= at || tag < 8) return null;
    const inner = (tag & 7) === 2 ? NESTED[message]?.[tag >> 3] : undefined;
    const inside = inner === undefined ? null : parse(bytes, start, end, inner);
    records.push({ tag, at, payload: bytes.subarray(start, end), inside });
    at = end;
  }
  return records;
}

/** Where a record's payload begins and ends; NaN for wire types that nobody writes. */
function extent(bytes: Uint8Array, wireType: number, from: number): [start: number, end: number] {
  if (wireType === 0) return [from, readVarint(bytes, from)[1]];
  if (wireType === 1) return [from, from + 8];
  if (wireType === 5) return [from, from + 4];
  if (wireType !== 2) return [from, Infinity];
  const [length, start] = readVarint(bytes, from);
  return [start, start + length];
}

function readVarint(bytes: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  for (let at = from, unit = 1; at < bytes.length; at++, unit *= 128) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * unit;
    if (byte < 128) return [value, at + 1];
  }
  return [value, Infinity];
}
