/** Windows' energy meters through FFI: which there are, and one control code after another. */
import { Fault, type FaultCode } from '#core/errors.ts';
import { declare, loadFfi, openLibrary } from '../ffi.ts';
import { windowsFolder } from '../system-program.ts';

/** CTL_CODE(FILE_DEVICE_UNKNOWN, 0 … 3, METHOD_BUFFERED, FILE_READ_ACCESS). */
export const EMI_GET = {
  version: 0x224000,
  metadataSize: 0x224004,
  metadata: 0x224008,
  measurement: 0x22400c,
} as const;

export interface EmiDevice {
  /** What the device answers, at most `bytes` long. Faults `meter-no-permission`, `meter-unreadable`. */
  control(code: number, bytes: number): Uint8Array;
  close(): void;
}

export interface EmiSystem {
  /** Paths of the devices that are there. */
  devices(): readonly string[];
  /** Faults `meter-missing`, `meter-no-permission`, `meter-unreadable`. */
  open(path: string): EmiDevice;
}

/** {45BD8344-7ED6-49CF-A440-C276C933B053}, as it lies in memory. */
const EMI_GUID = Uint8Array.of(
  ...[0x44, 0x83, 0xbd, 0x45, 0xd6, 0x7e, 0xcf, 0x49],
  ...[0xa4, 0x40, 0xc2, 0x76, 0xc9, 0x33, 0xb0, 0x53],
);
const PRESENT = 0;
const GENERIC_READ = 0x80000000;
const SHARE_READ_WRITE = 3;
const OPEN_EXISTING = 3;
const INVALID_HANDLE = 0xffff_ffff_ffff_ffffn;

/** ERROR_FILE_NOT_FOUND, ERROR_PATH_NOT_FOUND, ERROR_ACCESS_DENIED. */
const FAULTS: Record<number, FaultCode> = {
  2: 'meter-missing',
  3: 'meter-missing',
  5: 'meter-no-permission',
};

type Handle = bigint;

/** Fault `meter-missing` where the libraries cannot be called. */
export async function loadEmi(): Promise<EmiSystem> {
  const ffi = await loadFfi();
  const system = `${windowsFolder()}\\System32\\`;
  const manager = openLibrary(ffi, [`${system}cfgmgr32.dll`]);
  const kernel = openLibrary(ffi, [`${system}kernel32.dll`]);
  const listSize = declare<(size: number[], guid: Uint8Array, id: null, flags: number) => number>(
    manager,
    'uint32_t __stdcall CM_Get_Device_Interface_List_SizeW(_Out_ uint32_t *size, uint8_t *guid, void *id, uint32_t flags)',
  );
  const list = declare<
    (guid: Uint8Array, id: null, buffer: Uint8Array, size: number, flags: number) => number
  >(
    manager,
    'uint32_t __stdcall CM_Get_Device_Interface_ListW(uint8_t *guid, void *id, uint8_t *buffer, uint32_t size, uint32_t flags)',
  );
  const createFile = declare<
    (path: string, access: number, share: number, a: null, how: number, flags: number, b: null) => Handle
  >(
    kernel,
    'uintptr_t __stdcall CreateFileW(const char16_t *path, uint32_t access, uint32_t share, void *a, uint32_t how, uint32_t flags, void *b)',
  );
  const deviceIoControl = declare<
    (
      device: Handle,
      code: number,
      input: null,
      inputBytes: number,
      output: Uint8Array,
      bytes: number,
      returned: number[],
      overlapped: null,
    ) => boolean
  >(
    kernel,
    'bool __stdcall DeviceIoControl(uintptr_t device, uint32_t code, void *input, uint32_t inputBytes, uint8_t *output, uint32_t bytes, _Out_ uint32_t *returned, void *overlapped)',
  );
  const closeHandle = declare<(handle: Handle) => boolean>(
    kernel,
    'bool __stdcall CloseHandle(uintptr_t handle)',
  );
  const lastError = declare<() => number>(kernel, 'uint32_t __stdcall GetLastError()');

  const failed = (what: string) => {
    const code = lastError();
    return new Fault(FAULTS[code] ?? 'meter-unreadable', `${what} (Windows error ${code})`);
  };
  return {
    devices() {
      const size = [0];
      const asked = listSize(size, EMI_GUID, null, PRESENT);
      const characters = size[0] ?? 0;
      // Two bytes each, and at least the end of an empty list.
      const buffer = new Uint8Array(2 * Math.max(1, characters));
      const told = asked === 0 ? list(EMI_GUID, null, buffer, characters, PRESENT) : asked;
      if (told !== 0) {
        throw new Fault('meter-unreadable', `Windows does not list its energy meters (result ${told})`);
      }
      return new TextDecoder('utf-16le')
        .decode(buffer)
        .split('\0')
        .filter((path) => path !== '');
    },
    open(path) {
      const handle = BigInt(createFile(path, GENERIC_READ, SHARE_READ_WRITE, null, OPEN_EXISTING, 0, null));
      if (handle === INVALID_HANDLE || handle === -1n) throw failed('an energy meter cannot be opened');
      return {
        control(code, bytes) {
          const output = new Uint8Array(bytes);
          const returned = [0];
          if (!deviceIoControl(handle, code, null, 0, output, bytes, returned, null)) {
            throw failed(`an energy meter does not answer control code 0x${code.toString(16)}`);
          }
          return output.subarray(0, returned[0]);
        },
        close: () => void closeHandle(handle),
      };
    },
  };
}
