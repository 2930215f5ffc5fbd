/** The bytes of a file from some place on, over the network or from this machine. */
import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Fault } from '#core/errors.ts';
import { reasonOf, statusFailure } from './errors.ts';
import { get, type Network } from './network.ts';
import { sizeOf, type Part } from './part.ts';

export interface Source {
  /** Where the bytes start: 0 where the server sends the whole file although a part was asked for. */
  readonly fromByte: number;
  /** Of the whole file, as the server says; null: it does not. */
  readonly totalBytes: number | null;
  readonly etag: string | null;
  /** Null at the end. */
  readonly read: () => Promise<Uint8Array | null>;
  readonly close: () => void;
}

const PARTIAL = 206;
const NOT_SATISFIABLE = 416;

/** `part`: what has come already. Rejects with `Transient`, or with `download-failed`. */
export function openSource(url: URL, part: Part | null, network: Network): Promise<Source> {
  return url.protocol === 'file:' ? openFile(url, part) : openHttp(url, part, network);
}

async function openHttp(url: URL, part: Part | null, network: Network): Promise<Source> {
  const response = await get(url, part === null ? {} : rangeFrom(part), network);
  const { status, header, read, close } = response;
  const failed = (error: Error): Error => {
    close();
    return error;
  };
  if (part !== null && status === NOT_SATISFIABLE) {
    // The file is shorter now than what has come of it: from the beginning.
    close();
    return openHttp(url, null, network);
  }
  if (status !== 200 && status !== PARTIAL) throw failed(statusFailure(status, url));
  const encoding = header('content-encoding') ?? 'identity';
  if (encoding !== 'identity') {
    throw failed(
      new Fault('download-failed', `${url.href} is sent as ${encoding}, though it was not asked for`),
    );
  }
  const etag = header('etag');
  if (status === 200) {
    return { fromByte: 0, totalBytes: numberOrNull(header('content-length')), etag, read, close };
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(header('content-range') ?? '');
  if (part === null || Number(range?.[1]) !== part.bytes) {
    throw failed(
      new Fault('download-failed', `${url.href} sent another part of the file than was asked for`),
    );
  }
  return { fromByte: part.bytes, totalBytes: numberOrNull(range?.[2] ?? null), etag, read, close };
}

/** With the version, if the server named it, so that two versions are never put together (RFC 9110, If-Range). */
function rangeFrom({ bytes, etag }: Part): Record<string, string> {
  const isStrong = etag !== null && !etag.startsWith('W/');
  return { range: `bytes=${bytes}-`, ...(isStrong ? { 'if-range': etag } : {}) };
}

async function openFile(url: URL, part: Part | null): Promise<Source> {
  const path = fileURLToPath(url);
  const missing = (cause: unknown): Fault =>
    new Fault('download-failed', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  const totalBytes = await sizeOf(path).catch((cause: unknown) => {
    throw missing(cause);
  });
  if (totalBytes === null) throw missing('there is no such file');
  const fromByte = part !== null && part.bytes <= totalBytes ? part.bytes : 0;
  const stream = createReadStream(path, { start: fromByte });
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  return {
    fromByte,
    totalBytes,
    etag: null,
    read: async () => {
      const next = await chunks.next().catch((cause: unknown) => {
        throw missing(cause);
      });
      return next.done === true ? null : next.value;
    },
    close: () => void stream.destroy(),
  };
}

function numberOrNull(text: string | null): number | null {
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}
