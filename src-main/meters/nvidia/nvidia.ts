/** NVIDIA GPUs by their energy counter; those that have none, by the power that nvidia-smi shows. */
import type { ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { NVML_ID, probeNvml } from './nvml.ts';
import type { loadNvml } from './nvml-library.ts';
import { probeSmi, SMI_ID } from './smi.ts';

export async function probeNvidia(
  environment: MeterEnvironment,
  load?: typeof loadNvml,
): Promise<ProbeResult[]> {
  const counters = await probeNvml(environment, load);
  if (counters.every(({ ok }) => ok)) return counters;
  const powers = await probeSmi(environment);
  const [only] = powers;
  const noDriver = only?.ok === false && only.id === SMI_ID && only.fault.code === 'meter-missing';
  // Without a driver both say the same; a GPU with a counter is not shown twice.
  if (noDriver && counters.length === 1) return counters;
  const counted = new Set(counters.flatMap((result) => (result.ok ? [numberOf(result.meter.info.id)] : [])));
  return [...counters, ...powers.filter((result) => !counted.has(numberOf(idOf(result))))];
}

const idOf = (result: ProbeResult) => (result.ok ? result.meter.info.id : result.id);

/** `nvml:1` → `1`; both tools number the GPUs alike. */
function numberOf(id: string): string | undefined {
  return id.startsWith(NVML_ID) || id.startsWith(SMI_ID) ? id.split(':')[1] : undefined;
}
