/**
 * Energy of NVIDIA GPUs from the counter that their driver keeps (Volta and newer): one meter a GPU,
 * of the whole board, memory included. The counter moves every 20 to 100 ms.
 */
import { Fault } from '#core/errors.ts';
import type { CounterMeter, ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { observeCounter } from '../observe-counter.ts';
import { probeOne, unavailable } from '../probe.ts';
import { NOT_SUPPORTED, nvmlFault, valueOf } from './nvml-faults.ts';
import { loadNvml, type NvmlDevice, type NvmlLibrary } from './nvml-library.ts';

export const NVML_ID = 'nvml';

/** nvml.h: "total energy consumption … in millijoules since the driver was last reloaded". */
const UNIT_J = 1e-3;
/** More than any board can draw; bounds what a reset can look like. */
const MAX_BOARD_W = 3000;
/** A GPU that was just woken draws more than an idle one for some seconds (an L40S: 145 W), s. */
export const FALLS_ASLEEP_S = 5;

const MISSED = { tier: 'counter' as const, domains: ['gpu' as const], fixOf: () => null };

/** One result a GPU; a single one where there is no driver. Empty on systems that NVML is not made for. */
export async function probeNvml(
  environment: MeterEnvironment,
  load: (platform: NodeJS.Platform) => Promise<NvmlLibrary> = loadNvml,
): Promise<ProbeResult[]> {
  const { platform, synthetic } = environment;
  if (synthetic || (platform !== 'linux' && platform !== 'win32')) return [];
  let library: NvmlLibrary;
  let gpus: number;
  try {
    library = await load(platform);
    gpus = countGpus(library);
  } catch (error) {
    return [unavailable({ ...MISSED, id: NVML_ID }, error)];
  }
  const probes = Array.from({ length: gpus }, async (_, index): Promise<ProbeResult> => {
    const id = `${NVML_ID}:${index}`;
    return probeOne({ ...MISSED, id }, () => observe(library, index, environment));
  });
  return Promise.all(probes);
}

function countGpus(library: NvmlLibrary): number {
  const code = library.init();
  if (code !== 0) throw nvmlFault(code, 'NVML cannot be started');
  try {
    const gpus = valueOf(library.deviceCount(), 'NVML cannot count the GPUs');
    if (gpus === 0) throw new Fault('meter-missing', 'NVML finds no GPU');
    return gpus;
  } finally {
    library.shutdown();
  }
}

async function observe(library: NvmlLibrary, index: number, { clock }: MeterEnvironment) {
  const gpu = openGpu(library, index);
  try {
    const read = () => {
      const fromS = clock.nowS();
      const energyMj = gpu.energyMj();
      return { atS: (fromS + clock.nowS()) / 2, counts: new Map([['board', energyMj]]) };
    };
    const meter: CounterMeter = {
      kind: 'counter',
      info: {
        id: `${NVML_ID}:${index}`,
        tier: 'counter',
        domains: ['gpu'],
        summed: ['gpu'],
        source: `energy counter of ${gpu.description}`,
        deviceName: gpu.name,
        updatePeriodS: null,
        resolutionJ: null,
        accuracyRatio: null,
      },
      channels: [{ id: 'board', domain: 'gpu', unitJ: UNIT_J, rangeCounts: null }],
      maxPowerW: MAX_BOARD_W,
      read: () => Promise.resolve().then(read),
      close: () => Promise.resolve(gpu.close()),
      // Held open by us it sleeps and stays loaded; that, too, takes a moment.
      ...(gpu.persistent ? {} : { awakeAtS: clock.nowS() + FALLS_ASLEEP_S }),
    };
    return await observeCounter(meter, clock);
  } catch (error) {
    gpu.close();
    throw error;
  }
}

/** A product as the driver names it, with the vendor, which older drivers leave out. null: it does not tell. */
export function nvidiaName(name: string | null): string {
  if (name === null) return 'NVIDIA GPU';
  return /nvidia/i.test(name) ? name : `NVIDIA ${name}`;
}

interface OpenGpu {
  readonly name: string;
  readonly description: string;
  readonly persistent: boolean;
  /** Opens the GPU again where it was closed. */
  energyMj(): bigint;
  close(): void;
}

/** NVML counts how often it was started: each GPU keeps it for itself, and with it the driver loaded. */
function openGpu(library: NvmlLibrary, index: number): OpenGpu {
  let device: NvmlDevice | null = null;
  const open = (): NvmlDevice => {
    if (device !== null) return device;
    const code = library.init();
    if (code !== 0) throw nvmlFault(code, 'NVML cannot be started');
    const answer = library.device(index);
    if (answer.code !== 0) library.shutdown();
    device = valueOf(answer, `GPU ${index} cannot be opened`);
    return device;
  };
  const opened = open();
  const { value: name } = library.name(opened);
  const label = `GPU ${index} (${name ?? 'without a name'})`;
  const { value: persistent } = library.persistent(opened);
  const parts = [label, 'whole board'];
  if (library.mig(opened).value === true) parts.push('all of its MIG instances');
  if (persistent === false) parts.push('persistence mode off');
  return {
    name: nvidiaName(name),
    description: parts.join(', '),
    persistent: persistent === true,
    energyMj() {
      const answer = library.totalEnergyMj(open());
      if (answer.code !== NOT_SUPPORTED) return valueOf(answer, `${label} has no energy counter to read`);
      throw new Fault(
        'meter-missing',
        `${label} has no energy counter: it is older than Volta, integrated (Jetson) or virtual (WSL2, vGPU)`,
      );
    },
    close() {
      if (device === null) return;
      device = null;
      library.shutdown();
    },
  };
}
