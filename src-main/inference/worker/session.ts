/** Opens a model in ONNX Runtime. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { InferenceSession } from 'onnxruntime-node';
import { Fault } from '#core/errors.ts';
import type { Ask } from '#core/worker/messages.ts';
import { hashModelFiles } from '../model-hash.ts';
import { integerOptions, readCpuFlags, withIntegerOptions } from './integer-kernels.ts';
import { expectProvider, loadFault, reasonOf } from './providers/native-fault.ts';
import { mergeOptions, sessionOptions, type SessionSettings } from './providers/session-options.ts';

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

/**
 * `cpuBehind`: as for `sessionOptions`. `more` is added to the provider's own options. Rejects with a `Fault`
 * that says whether provider, driver, memory, operator or model is to blame.
 */
export async function openSession(
  source: ModelSource,
  settings: SessionSettings & { readonly path: string },
  cpuBehind: boolean,
  more: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  const { path, provider } = settings;
  const options = mergeOptions(sessionOptions(settings, cpuBehind), more);
  expectProvider(provider);
  const integer = integerOptions(process.arch, await readCpuFlags());
  const create = (integers: InferenceSession.SessionOptions) => {
    const all = mergeOptions(options, integers);
    // The two overloads of `create` cannot be called with either type at once.
    return typeof source === 'string'
      ? InferenceSession.create(source, all)
      : InferenceSession.create(source, all);
  };
  return withIntegerOptions(integer, create).catch(async (cause: unknown) => {
    throw await loadFault(cause, provider, `ONNX Runtime did not load ${path} on ${provider}`);
  });
}

function expectHash(found: string, expected: string, what: string): void {
  if (found === expected) return;
  throw new Fault('model-altered', `${what} has SHA-256 ${found}, expected ${expected}`);
}
