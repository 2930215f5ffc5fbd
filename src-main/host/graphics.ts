/** The graphics adapters of this machine from systeminformation, with its zeros and empty strings turned into null. */
import { graphics, type Systeminformation } from 'systeminformation';
import { isSoftwareAdapter, vendorName, type GraphicsCard } from '#core/graphics.ts';

type Controller = Systeminformation.GraphicsControllerData;

const BYTES_PER_MIB = 2 ** 20;

/** Starts other programs (lspci, nvidia-smi, PowerShell, system_profiler) and takes up to some seconds: never during a run. */
export async function readGraphics(): Promise<GraphicsCard[]> {
  // On systems that it does not know it gives null, whatever its types say.
  const found = (await graphics()) as Systeminformation.GraphicsData | null;
  return (found?.controllers ?? []).map(cardOf);
}

/** One entry of its list. */
export function cardOf(controller: Controller): GraphicsCard {
  const { vendor, model, name, driverVersion, bus, busAddress, pciBus } = controller;
  // nvidia-smi's name is the one on the box; the PCI list has the chip's.
  const known = { vendor: textOf(vendor) ?? vendorName(model), model: textOf(name) ?? textOf(model) };
  return {
    ...known,
    driver: textOf(driverVersion),
    memoryBytes: memoryOf(controller),
    address: textOf(busAddress) ?? textOf(pciBus),
    kind: kindOf(known.vendor, known.model, bus),
  };
}

/** It counts in MiB. What an adapter takes from the machine's memory is not its own. */
function memoryOf({ vram, vramDynamic, memoryTotal }: Controller): number | null {
  const mib = memoryTotal ?? (vramDynamic ? null : vram);
  return mib === null || !Number.isFinite(mib) || mib <= 0 ? null : Math.round(mib * BYTES_PER_MIB);
}

const INTEGRATED: Readonly<Record<string, RegExp>> = {
  NVIDIA: /tegra|\borin\b|xavier|\bthor\b/i,
  // Processors with graphics: by name on Windows (Radeon(TM) Graphics, 780M), by chip in the PCI list.
  AMD: /radeon\(tm\) graphics|radeon graphics|vega \d+ graphics|\b[678][0-9]0m\b|\b80[56]0s\b|picasso|raven|renoir|cezanne|lucienne|barcelo|rembrandt|raphael|phoenix|hawk point|strix|krackan|granite ridge|mendocino|van gogh/i,
  Apple: /./,
  Qualcomm: /./,
  ARM: /./,
  Broadcom: /./,
};
const DISCRETE_INTEL =
  /\barc(\(tm\))? (graphics )?(pro )?[ab]\d{2,3}m?\b|\bdg[12]\b|data center gpu|\bflex\b|\bbattlemage\b/i;

function kindOf(vendor: string | null, model: string | null, bus: string): GraphicsCard['kind'] {
  if (model !== null && isSoftwareAdapter(model)) return 'software';
  const maker = vendorName(vendor) ?? vendorName(model);
  if (maker === null || model === null) return null;
  if (/built-in/i.test(bus)) return 'integrated';
  if (maker === 'Intel') return DISCRETE_INTEL.test(model) ? 'discrete' : 'integrated';
  if (INTEGRATED[maker]?.test(model) === true) return 'integrated';
  return maker === 'NVIDIA' || maker === 'AMD' ? 'discrete' : null;
}

function textOf(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' || /^(unknown|-|n\/a|\[?not supported\]?|not available)$/i.test(trimmed)
    ? null
    : trimmed;
}
