/** NVIDIA's management library through FFI, as the few calls that the meter needs. */
import { Fault } from '#core/errors.ts';
import { declare, loadFfi, openLibrary } from '../ffi.ts';
import { windowsFolder } from '../system-program.ts';

/** NVML's return codes; 0 is success. Names are in `nvml-faults.ts`. */
export type NvmlCode = number;

/** A value, or the code that came instead of it. */
export type NvmlAnswer<T> =
  { readonly code: 0; readonly value: T } | { readonly code: Exclude<NvmlCode, 0>; readonly value: null };

/** Opaque: a pointer. */
export type NvmlDevice = bigint;

/** What is asked of NVML. Calls block for some microseconds up to milliseconds. */
export interface NvmlLibrary {
  init(): NvmlCode;
  shutdown(): NvmlCode;
  deviceCount(): NvmlAnswer<number>;
  device(index: number): NvmlAnswer<NvmlDevice>;
  name(device: NvmlDevice): NvmlAnswer<string>;
  /** mJ since the driver was loaded; Volta and newer. */
  totalEnergyMj(device: NvmlDevice): NvmlAnswer<bigint>;
  /** Whether the driver stays loaded without users; Linux only. */
  persistent(device: NvmlDevice): NvmlAnswer<boolean>;
  /** Whether the GPU is cut into instances. */
  mig(device: NvmlDevice): NvmlAnswer<boolean>;
}

/** Enough for every product's name (NVML_DEVICE_NAME_V2_BUFFER_SIZE). */
const NAME_BYTES = 96;
const FUNCTION_NOT_FOUND = 13;

/** Fault `meter-missing` where there is no driver's library, or no FFI. */
export async function loadNvml(platform: NodeJS.Platform): Promise<NvmlLibrary> {
  const ffi = await loadFfi();
  const library = openLibrary(ffi, libraryNames(platform));
  type Device = NvmlDevice;
  const initV2 = declare<() => NvmlCode>(library, 'int nvmlInit_v2()');
  const shutdown = declare<() => NvmlCode>(library, 'int nvmlShutdown()');
  const count = declare<(count: number[]) => NvmlCode>(
    library,
    'int nvmlDeviceGetCount_v2(_Out_ unsigned int *count)',
  );
  const handle = declare<(index: number, device: bigint[]) => NvmlCode>(
    library,
    'int nvmlDeviceGetHandleByIndex_v2(unsigned int index, _Out_ void **device)',
  );
  const name = declare<(device: Device, name: Buffer, bytes: number) => NvmlCode>(
    library,
    'int nvmlDeviceGetName(void *device, uint8_t *name, unsigned int length)',
  );
  // Old drivers lack these: then each answers as if it were not supported.
  const energy = declareOrNot<(device: Device, energy: (number | bigint)[]) => NvmlCode>(
    library,
    'int nvmlDeviceGetTotalEnergyConsumption(void *device, _Out_ uint64_t *energy)',
  );
  const persistence = declareOrNot<(device: Device, mode: number[]) => NvmlCode>(
    library,
    'int nvmlDeviceGetPersistenceMode(void *device, _Out_ int *mode)',
  );
  const migMode = declareOrNot<(device: Device, current: number[], pending: number[]) => NvmlCode>(
    library,
    'int nvmlDeviceGetMigMode(void *device, _Out_ unsigned int *current, _Out_ unsigned int *pending)',
  );

  return {
    init: initV2,
    shutdown,
    deviceCount() {
      const out = [0];
      return answer(count(out), out[0] ?? 0);
    },
    device(index) {
      const out = [0n];
      return answer(handle(index, out), out[0] ?? 0n);
    },
    name(device) {
      const text = Buffer.alloc(NAME_BYTES);
      const code = name(device, text, NAME_BYTES);
      return answer(code, text.toString('latin1').split('\0', 1)[0] ?? '');
    },
    totalEnergyMj(device) {
      const out: (number | bigint)[] = [0];
      return answer(energy(device, out), BigInt(out[0] ?? 0));
    },
    persistent(device) {
      const out = [0];
      return answer(persistence(device, out), out[0] === 1);
    },
    mig(device) {
      const [current, pending] = [[0], [0]];
      return answer(migMode(device, current, pending), current[0] === 1);
    },
  };
}

function answer<T>(code: NvmlCode, value: T): NvmlAnswer<T> {
  return code === 0 ? { code: 0, value } : { code, value: null };
}

function declareOrNot<T extends (...args: never[]) => NvmlCode>(
  library: Parameters<typeof declare>[0],
  prototype: string,
): T {
  try {
    return declare<T>(library, prototype);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return (() => FUNCTION_NOT_FOUND) as unknown as T;
  }
}

function libraryNames(platform: NodeJS.Platform): string[] {
  // Without a folder Windows would look beside the program first.
  if (platform === 'win32') return [`${windowsFolder()}\\System32\\nvml.dll`];
  return ['libnvidia-ml.so.1', '/usr/lib/wsl/lib/libnvidia-ml.so.1'];
}
