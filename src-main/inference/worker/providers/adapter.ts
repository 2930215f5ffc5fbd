/** Judges what a native GPU or NPU provider really computed on, from what could be seen while it did. Pure. */
import type { Adapter } from '#core/placement.ts';
import type { Target } from '#core/providers.ts';
import {
  ALWAYS_INTEGRATED,
  type DriverLibrary,
  driversIn,
  KERNEL_DRIVER_VENDORS,
} from './driver-libraries.ts';

export interface Seen {
  readonly target: Target;
  readonly platform: NodeJS.Platform;
  /** As `process.arch`. */
  readonly arch: string;
  /** Threads of the session. */
  readonly threads: number;
  readonly processors: number;
  /** Processors that were busy on average while it ran. */
  readonly busyProcessors: number;
  /** Files mapped into the process after it ran; null: the platform does not tell. */
  readonly mapped: readonly string[] | null;
  /** Device files of GPUs that the process holds open; null: the platform does not tell. */
  readonly deviceFiles: readonly string[] | null;
  /** Kernel drivers whose engines worked for this process meanwhile. */
  readonly enginesThatWorked: readonly string[];
}

/** Of the processor time that the session's threads cannot account for: the driver's own thread, and Node's. */
const OTHER_THREADS = 2;
/** Below this share of all processors, busy threads may be anything. */
const MOST_PROCESSORS = 0.7;

/** null for the processor itself, which has no adapter. */
export function judgeAdapter(seen: Seen): Adapter | null {
  switch (seen.target.provider) {
    case 'cuda':
    case 'tensorrt':
      return nvidia(seen);
    case 'coreml':
      return coreMl(seen);
    case 'webgpu':
    case 'dml':
      return seen.mapped === null || seen.platform !== 'linux'
        ? withoutNames(seen)
        : fromDrivers(seen, seen.mapped);
    default:
      return null;
  }
}

const UNKNOWN = { name: null, vendor: null, kind: null, fp16: null, memoryBytes: null } as const;

function nvidia({ arch, ...seen }: Seen): Adapter {
  const kind = arch === 'x64' ? 'discrete' : null;
  const evidence = `CUDA runs on NVIDIA's GPUs only. ${signature(seen)}`;
  return { ...UNKNOWN, vendor: 'NVIDIA', kind, verified: true, evidence };
}

/** Only `cpuOnly` is an order; the other units are a permission that Core ML uses as it sees fit. */
function coreMl({ target: { unit }, ...seen }: Seen): Adapter {
  const asked = `Core ML was asked for ${unit ?? 'all'}`;
  if (unit === 'cpuOnly') {
    return {
      ...UNKNOWN,
      vendor: 'Apple',
      kind: 'cpu',
      verified: true,
      evidence: `${asked}: it may use nothing else.`,
    };
  }
  const evidence = `${asked}, and decides by itself what it uses. ${signature(seen)}`;
  return { ...UNKNOWN, vendor: 'Apple', verified: false, evidence };
}

function withoutNames(seen: Seen): Adapter {
  if (processorsDoTheWork(seen)) return bySignature(seen);
  if (seen.target.provider === 'webgpu' && seen.platform === 'darwin') {
    const evidence = `ONNX Runtime's WebGPU uses Metal on macOS, which has no software renderer. ${signature(seen)}`;
    const known =
      seen.arch === 'arm64'
        ? ({ vendor: 'Apple', kind: 'integrated' } as const)
        : { vendor: null, kind: null };
    return { ...UNKNOWN, ...known, verified: true, evidence };
  }
  return {
    ...UNKNOWN,
    verified: false,
    evidence: `The system does not tell the adapter. ${signature(seen)}`,
  };
}

function fromDrivers(seen: Seen, mapped: readonly string[]): Adapter {
  const drivers = driversIn(mapped);
  const imitated = drivers.find(({ driver }) => driver.software !== null);
  const real = drivers.filter(({ driver }) => driver.software === null);
  const open = seen.deviceFiles ?? [];
  const files = drivers.map(({ file }) => file).join(', ');

  const [engine] = seen.enginesThatWorked;
  if (engine !== undefined) {
    const vendor = KERNEL_DRIVER_VENDORS[engine] ?? null;
    const evidence = `The kernel's driver ${engine} counted work of this process. ${signature(seen)}`;
    return { ...UNKNOWN, ...hardware(vendor), verified: true, evidence };
  }
  if (imitated !== undefined && (real.length === 0 || open.length === 0)) {
    const alone = real.length === 0 ? 'the only driver loaded' : 'loaded, and no GPU is open';
    return imitation(imitated.driver, `${imitated.file} is ${alone}. ${signature(seen)}`);
  }
  if (imitated === undefined && real.length > 0 && open.length > 0) {
    const vendors = new Set(real.map(({ driver }) => driver.vendor));
    const [vendor = null] = vendors;
    const evidence = `Only drivers of real GPUs are loaded (${files}), and ${open.join(', ')} is open. ${signature(seen)}`;
    return { ...UNKNOWN, ...hardware(vendors.size === 1 ? vendor : null), verified: true, evidence };
  }
  if (processorsDoTheWork(seen)) return bySignature(seen);
  if (imitated !== undefined) {
    const evidence =
      `Drivers of a real GPU and of a software renderer are loaded (${files}). WebGPU prefers the real one, ` +
      `but nothing here proves that it did. ${signature(seen)}`;
    return { ...UNKNOWN, verified: false, evidence };
  }
  const found = files === '' ? 'No known driver is loaded' : `${files} is loaded, and no GPU is open`;
  return { ...UNKNOWN, verified: false, evidence: `${found}. ${signature(seen)}` };
}

function hardware(vendor: string | null): Pick<Adapter, 'vendor' | 'kind'> {
  return { vendor, kind: vendor !== null && ALWAYS_INTEGRATED.has(vendor) ? 'integrated' : null };
}

function imitation({ software, vendor }: DriverLibrary, evidence: string): Adapter {
  return { ...UNKNOWN, name: software, vendor, kind: 'software', verified: true, evidence };
}

/** Sure only where there are more busy processors than the session's own threads could occupy. */
function processorsDoTheWork({ busyProcessors, processors, threads }: Seen): boolean {
  return busyProcessors > threads + OTHER_THREADS && busyProcessors >= MOST_PROCESSORS * processors;
}

function bySignature(seen: Seen): Adapter {
  const evidence = `${signature(seen)} The session's own threads cannot be that many: the processor renders.`;
  return { ...UNKNOWN, kind: 'software', verified: true, evidence };
}

function signature({ busyProcessors, processors }: Pick<Seen, 'busyProcessors' | 'processors'>): string {
  return `While it ran, ${busyProcessors.toFixed(1)} of ${processors} processors were busy.`;
}
