/** What ONNX Runtime and the drivers below it say, and what it means. They give no codes, only text. Pure. */
import type { FaultCode } from '#core/errors.ts';

/** `load`: a session was being created. `run`: it ran. */
export type Stage = 'load' | 'run';

interface Pattern {
  readonly code: FaultCode;
  readonly says: RegExp;
  /** Only there; the same words mean different things to a session that exists and one that does not. */
  readonly stage?: Stage;
}

/**
 * The first that matches counts. Numbers beside `CUDA failure` are of `cudaError_t`, those that begin with
 * 887A of DXGI (0005 removed, 0006 hung, 0007 reset, 0020 driver's internal error, 0002 not found).
 */
const PATTERNS: readonly Pattern[] = [
  { code: 'fallback-refused', says: /fallback to CPU EP has been explicitly disabled/ },
  // Before all others: running out of memory is also how devices are lost and drivers fail. WebGPU tells it only
  // on the standard error; what it throws later is that a buffer is invalid, which is one that was never allocated.
  {
    code: 'out-of-memory',
    says: /bad[_ ]alloc|Failed to allocate memory for requested buffer|Available memory of \d+ is smaller than requested|out[ _]of[ _](device_|host_)?memory|\[Invalid Buffer[^\]]*\] is invalid due to a previous error|CUDA failure 2:|8007000E/i,
  },
  // A device that is lost before the session exists is a driver that does not work.
  {
    code: 'device-lost',
    stage: 'run',
    says: /DXGI_ERROR_(DEVICE_(REMOVED|HUNG|RESET)|DRIVER_INTERNAL_ERROR)|887A00(05|06|07|20)|device (is |was )?lost|VK_ERROR_DEVICE_LOST|\[?Device.{0,40}\]? is lost|CUDA (failure|error):? ?(7(00|10|14|15|16|17|18|19)\b|.{0,40}(unspecified launch failure|illegal memory access))/i,
  },
  {
    code: 'provider-missing',
    says: /backend not found|Failed to load shared library|not enabled in this build/,
  },
  // An adapter number that does not exist.
  { code: 'provider-missing', stage: 'load', says: /CUDA failure 101:|887A0002/ },
  {
    code: 'provider-failed',
    stage: 'load',
    says: /Failed to get a WebGPU (adapter|device)|CUDA(NN)? failure \d+|CUBLAS failure|driver version is insufficient|no CUDA-capable device|887A00|DXGI_ERROR|device (is |was )?lost|cannot open shared object file|LoadLibrary failed|does not have Apple Neural Engine/i,
  },
  {
    code: 'operator-unsupported',
    says: /Could not find an implementation for|NOT_IMPLEMENTED|is not a registered function\/op|No Op registered for/,
  },
  { code: 'model-corrupt', stage: 'load', says: /protobuf|INVALID_PROTOBUF|INVALID_GRAPH/i },
];

/** What no pattern matches has the general code of its stage. */
export function codeOf(text: string, stage: Stage): FaultCode {
  const known = PATTERNS.find((each) => (each.stage ?? stage) === stage && each.says.test(text));
  return known?.code ?? (stage === 'load' ? 'session-failed' : 'inference-failed');
}

/** CUDA's messages name the machine, which goes into no record. */
export const withoutHostName = (text: string): string => text.replace(/ ?; ?hostname=[^;\s]*/g, '');
