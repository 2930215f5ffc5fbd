/** What this processor needs so that ONNX Runtime's integer kernels give right answers. */
import { readFile } from 'node:fs/promises';
import type { InferenceSession } from 'onnxruntime-node';

/** How a variant made for this machine stores its integer weights. */
export type WeightForm = 'int8' | 'uint8';

/**
 * Without VNNI the x64 kernel for uint8 × int8 adds pairs of products in 16 bits, which saturate (ONNX
 * Runtime, "Quantize ONNX models"). Its kernel for uint8 × uint8 is exact everywhere, and slower. It is chosen
 * where VNNI is absent, or where the system does not tell: slow is better than wrong.
 */
export function weightFormFor(arch: string, cpuFlags: ReadonlySet<string> | null): WeightForm {
  if (arch !== 'x64') return 'int8';
  const hasVnni = cpuFlags !== null && (cpuFlags.has('avx512_vnni') || cpuFlags.has('avx_vnni'));
  return hasVnni ? 'int8' : 'uint8';
}

/**
 * Asks ONNX Runtime to turn int8 weights into uint8 as it loads a model: for models that came with int8
 * weights. The variants made here for such a processor hold uint8 weights already, and are left as they are.
 */
export function integerOptions(
  arch: string,
  cpuFlags: ReadonlySet<string> | null,
): InferenceSession.SessionOptions {
  if (weightFormFor(arch, cpuFlags) === 'int8') return {};
  return { extra: { session: { x64quantprecision: '1' } } };
}

/** What ONNX Runtime 1.30 says where two nodes share int8 weights: it makes the same new tensor for each. */
const SHARED_WEIGHTS = /Attempt to replace the existing tensor/;

/**
 * Creates a session with `integerOptions`, and without them where ONNX Runtime's own conversion fails on
 * weights that two nodes share. Products may then saturate, as they do for everybody who runs that model on
 * such a processor with ONNX Runtime's defaults: its answers are wrong there, and its energy is what it is.
 * No variant made here comes to that.
 */
export async function withIntegerOptions<S>(
  integer: InferenceSession.SessionOptions,
  create: (options: InferenceSession.SessionOptions) => Promise<S>,
): Promise<S> {
  try {
    return await create(integer);
  } catch (error) {
    const isTheirs = error instanceof Error && SHARED_WEIGHTS.test(error.message);
    if (integer.extra === undefined || !isTheirs) throw error;
    return create({});
  }
}

/** As /proc/cpuinfo lists them; null where there is no such file. */
export async function readCpuFlags(): Promise<ReadonlySet<string> | null> {
  const text = await readFile('/proc/cpuinfo', 'utf8').catch(() => null);
  return text === null ? null : flagsOf(text);
}

export function flagsOf(cpuinfo: string): ReadonlySet<string> | null {
  const line = /^flags\s*:(.*)$/m.exec(cpuinfo);
  return line === null ? null : new Set((line[1] ?? '').trim().split(/\s+/));
}
