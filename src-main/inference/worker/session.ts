/** Opens a model in ONNX Runtime. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';
import { Fault } from '#core/errors.ts';
import { integerOptions, readCpuFlags, withIntegerOptions } from './integer-kernels.ts';
import type { Ask } from './messages.ts';

type SessionFor = Pick<Ask<'load'>, 'path' | 'provider' | 'threads'>;

/** ONNX Runtime's level 3: errors only. Its warnings are about graphs, for those who make them. */
const ERRORS_ONLY = 3;

/** The file's bytes, if they are those that were asked for. */
export async function readChecked(path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new Fault('model-missing', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found === sha256) return bytes;
  throw new Fault('model-altered', `${path} has SHA-256 ${found}, expected ${sha256}`);
}

export async function openSession(
  bytes: Uint8Array,
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
  const create = (more: InferenceSession.SessionOptions) =>
    InferenceSession.create(bytes, { ...options, ...more });
  return withIntegerOptions(integer, create).catch((cause: unknown) => {
    const reason = reasonOf(cause);
    // ONNX Runtime gives no code, only its text; this is what it says of bytes that are not a model.
    const code = /protobuf|INVALID_PROTOBUF|INVALID_GRAPH/i.test(reason) ? 'model-corrupt' : 'session-failed';
    throw new Fault(code, `ONNX Runtime did not load ${path} on ${provider}: ${reason}`, { cause });
  });
}

export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
