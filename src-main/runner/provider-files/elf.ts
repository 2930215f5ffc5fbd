/** What a shared library of Linux says that it needs (ELF specification; 64 bits, little-endian, as x64 has it). */
import { open, type FileHandle } from 'node:fs/promises';

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT_NEEDED = 1;
const DT_STRTAB = 5;
const DT_STRSZ = 10;
/** More than any real library has of either; a damaged header must not fill the memory. */
const MAX_TABLE_BYTES = 64_000_000;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly bytes: number;
}

/** Names such as `libcudart.so.13`, in the file's order; null where it is no such library or cannot be read. */
export async function neededLibraries(path: string): Promise<string[] | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    return await needed(file);
  } catch (error) {
    // A table that reaches beyond the file.
    if (error instanceof RangeError) return null;
    throw error;
  } finally {
    await file.close();
  }
}

async function needed(file: FileHandle): Promise<string[] | null> {
  const segments = await segmentsOf(file);
  const dynamic = segments?.find(({ type }) => type === PT_DYNAMIC);
  if (!segments || dynamic === undefined) return null;
  const table = await read(file, dynamic.offset, dynamic.bytes);
  const entries: { tag: number; value: number }[] = [];
  for (let at = 0; at + 16 <= table.length; at += 16) {
    entries.push({ tag: word(table, at), value: word(table, at + 8) });
  }
  const strings = entries.find(({ tag }) => tag === DT_STRTAB)?.value;
  const stringsBytes = entries.find(({ tag }) => tag === DT_STRSZ)?.value;
  const holder = segments.find(
    ({ type, address, bytes }) =>
      type === PT_LOAD && strings !== undefined && strings >= address && strings < address + bytes,
  );
  if (strings === undefined || stringsBytes === undefined || holder === undefined) return null;
  const names = await read(file, strings - holder.address + holder.offset, stringsBytes);
  return entries.filter(({ tag }) => tag === DT_NEEDED).map(({ value }) => nameAt(names, value));
}

/** Null for a file of another kind. */
async function segmentsOf(file: FileHandle): Promise<Segment[] | null> {
  const header = await read(file, 0, 64);
  const isElf = header.readUInt32BE(0) === 0x7f454c46 && header[4] === 2 && header[5] === 1;
  if (!isElf) return null;
  const [size, count] = [header.readUInt16LE(54), header.readUInt16LE(56)];
  const table = await read(file, word(header, 32), size * count);
  return Array.from({ length: count }, (_, index) => {
    const at = index * size;
    return {
      type: table.readUInt32LE(at),
      offset: word(table, at + 8),
      address: word(table, at + 16),
      bytes: word(table, at + 32),
    };
  });
}

/** Throws a `RangeError` where the file is shorter. */
async function read(file: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  if (bytes > MAX_TABLE_BYTES) throw new RangeError('a table of an impossible size');
  const { bytesRead, buffer } = await file.read(Buffer.alloc(bytes), 0, bytes, offset);
  if (bytesRead < bytes) throw new RangeError('the file ends within a table');
  return buffer;
}

/** 64 bits; addresses and sizes of real libraries are far below 2^53. Throws a `RangeError` above it. */
function word(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('a number of an impossible size');
  return Number(value);
}

function nameAt(names: Buffer, at: number): string {
  const end = names.indexOf(0, at);
  if (end < 0) throw new RangeError('a name without an end');
  return names.toString('latin1', at, end);
}
