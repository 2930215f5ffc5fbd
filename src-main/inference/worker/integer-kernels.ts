/** What this processor needs so that ONNX Runtime's integer kernels give right answers. */
import { readFile } from 'node:fs/promises';
import type { InferenceSession } from 'onnxruntime-node';

/**
 * Without VNNI the x64 kernel for uint8 × int8 adds pairs of products in 16 bits, which saturate
 * (ONNX Runtime, "Quantize ONNX models", on `session.x64quantprecision`). The slower kernel that is
 * exact is asked for where VNNI is absent, or where the system does not tell: slow is better than wrong.
 */
export function integerOptions(
  arch: string,
  cpuFlags: ReadonlySet<string> | null,
): InferenceSession.SessionOptions {
  if (arch !== 'x64') return {};
  const hasVnni = cpuFlags !== null && (cpuFlags.has('avx512_vnni') || cpuFlags.has('avx_vnni'));
  return hasVnni ? {} : { extra: { session: { x64quantprecision: '1' } } };
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
