/** NVML's return codes (nvml.h, `nvmlReturn_t`) as faults with words. */
import { Fault, type FaultCode } from '#core/errors.ts';
import type { NvmlAnswer, NvmlCode } from './nvml-library.ts';

export const NOT_SUPPORTED = 3;

interface Meaning {
  readonly fault: FaultCode;
  readonly words: string;
  readonly remedy?: string;
}

const DRIVER_REMEDY = 'Install NVIDIA’s driver, or start it, as your system’s handbook says.';

const MEANINGS: Record<NvmlCode, Meaning> = {
  1: { fault: 'meter-unreadable', words: 'the library is not initialised' },
  2: { fault: 'meter-unreadable', words: 'an argument was refused' },
  [NOT_SUPPORTED]: { fault: 'meter-missing', words: 'not supported by this GPU' },
  4: { fault: 'meter-no-permission', words: 'no permission' },
  6: { fault: 'meter-missing', words: 'no such GPU' },
  9: { fault: 'meter-missing', words: 'the driver is not loaded', remedy: DRIVER_REMEDY },
  10: { fault: 'meter-silent', words: 'the driver did not answer in time' },
  11: { fault: 'meter-unreadable', words: 'the kernel has an interrupt problem with the GPU' },
  12: { fault: 'meter-missing', words: 'a part of the driver was not found', remedy: DRIVER_REMEDY },
  13: { fault: 'meter-missing', words: 'the driver is too old for this query' },
  15: {
    fault: 'meter-unreadable',
    words: 'the GPU is lost: it fell off the bus',
    remedy: 'Restart the computer.',
  },
  16: { fault: 'meter-unreadable', words: 'the GPU must be reset', remedy: 'Restart the computer.' },
  17: { fault: 'meter-no-permission', words: 'the operating system or a container blocks the GPU' },
  18: {
    fault: 'meter-unreadable',
    words: 'the driver and its library are of different versions',
    remedy: 'Restart the computer: the driver was updated while it was running.',
  },
};

/** The value, or a fault that says what was asked (`subject`) and why there is no answer. */
export function valueOf<T>(result: NvmlAnswer<T>, subject: string): T {
  if (result.code === 0) return (result as { value: T }).value;
  throw nvmlFault(result.code, subject);
}

export function nvmlFault(code: NvmlCode, subject: string): Fault {
  const { fault, words, remedy } = MEANINGS[code] ?? {
    fault: 'meter-unreadable' as const,
    words: 'an error without a name',
  };
  return new Fault(fault, `${subject}: ${words} (NVML code ${code})`, remedy === undefined ? {} : { remedy });
}
