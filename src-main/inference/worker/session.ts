/** Opens a model in ONNX Runtime. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';
import { Fault } from '#core/errors.ts';
import { hashModelFiles } from '../model-hash.ts';
import { integerOptions, readCpuFlags, withIntegerOptions } from './integer-kernels.ts';
import type { Ask } from '#core/worker/messages.ts';

type SessionFor = Pick<Ask<'load'>, 'path' | 'provider' | 'threads'>;

/** ONNX Runtime's level 3: errors only. Its warnings are about graphs, for those who make them. */
const ERRORS_ONLY = 3;

/** What ONNX Runtime is given: bytes, or the path of a model whose data files it finds beside it. */
export type ModelSource = Uint8Array | string;

/**
 * The model, if it is what was asked for. One file is read once, so that what was hashed is what runs; several
 * may be too large for that, and are hashed and then opened by ONNX Runtime, which keeps to the model's folder.
 * Rejects with `model-missing` or `model-altered`.
 */
export async function readChecked({
  path,
  dataFiles,
  sha256,
}: Pick<Ask<'load'>, 'path' | 'dataFiles' | 'sha256'>): Promise<ModelSource> {
  if (dataFiles.length > 0) {
    expectHash(await hashModelFiles(path, dataFiles), sha256, `${path} with ${dataFiles.join(', ')}`);
    return path;
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Fault('model-missing', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
  expectHash(createHash('sha256').update(bytes).digest('hex'), sha256, path);
  return bytes;
}

export async function openSession(
  source: ModelSource,
  { path, provider, threads }: SessionFor,
  extra: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: ERRORS_ONLY,
    ...extra,
  };
  const integer = integerOptions(process.arch, await readCpuFlags());
  const create = (more: InferenceSession.SessionOptions) => {
    const all = { ...options, ...more };
    // The two overloads of `create` cannot be called with either type at once.
    return typeof source === 'string'
      ? InferenceSession.create(source, all)
      : InferenceSession.create(source, all);
  };
  return withIntegerOptions(integer, create).catch((cause: unknown) => {
    const reason = reasonOf(cause);
    // ONNX Runtime gives no code, only its text; this is what it says of bytes that are not a model.
    const code = /protobuf|INVALID_PROTOBUF|INVALID_GRAPH/i.test(reason) ? 'model-corrupt' : 'session-failed';
    throw new Fault(code, `ONNX Runtime did not load ${path} on ${provider}: ${reason}`, { cause });
  });
}

function expectHash(found: string, expected: string, what: string): void {
  if (found === expected) return;
  throw new Fault('model-altered', `${what} has SHA-256 ${found}, expected ${expected}`);
}

export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
