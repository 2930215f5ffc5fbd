/** Whether the energies of a counter are whole counts of it, and as well resolved as its steps allow. */
import type { Submission } from '../../schema.ts';
import { figure, TOLERANCE_RATIO } from '../compare.ts';

/**
 * J of one count, by the meter's id. `resolutionJ` is no such unit: it is what all steps seen while probing were
 * whole multiples of, and in lines of earlier versions the least of the steps, many counts at once. A meter that is not here is not checked:
 * IOReport counts each channel in a unit of its own, which a line does not tell.
 */
const COUNTS_J: readonly (readonly [id: RegExp, countJ: number])[] = [
  // /sys/class/powercap: energy_uj.
  [/^rapl-powercap$/, 1e-6],
  // hwmon: energyN_input, µJ.
  [/^hwmon:/, 1e-6],
  // NVML: nvmlDeviceGetTotalEnergyConsumption, mJ.
  [/^nvml:/, 1e-3],
  // Windows: EMI_MEASUREMENT_DATA's AbsoluteEnergy and the counter set "Energy Meter", pWh.
  [/^(?:emi|energy-meter)$/, 3.6e-9],
  // powermetrics: mW × ms.
  [/^powermetrics$/, 1e-6],
];

/** A counter's energy is the difference of two whole counts, not interpolated; several registers are added. */
export function counterStepDoubts({ tier, meter, windows }: Submission): string[] {
  if (tier !== 'counter' && tier !== 'model') return [];
  const countJ = COUNTS_J.find(([id]) => id.test(meter.id))?.[1];
  const resolutionJ = meter.resolutionJ ?? 0;
  return windows.flatMap(({ energyJ, energyByDomain, uncertaintyJ }, index) => {
    const doubts: string[] = [];
    for (const [domain, partJ] of Object.entries(energyByDomain)) {
      if (countJ !== undefined && !isWhole(partJ, countJ)) {
        doubts.push(`windows[${index}] ${domain}: ${figure(partJ)} J is no whole number of ${countJ} J`);
      }
    }
    if (energyJ !== null && uncertaintyJ === null) {
      doubts.push(`windows[${index}] says nothing of how well a counter's steps resolve it`);
    }
    if (uncertaintyJ !== null && uncertaintyJ < resolutionJ * (1 - TOLERANCE_RATIO)) {
      doubts.push(
        `windows[${index}] is said to be resolved to ±${figure(uncertaintyJ)} J, but the meter moves by ${figure(resolutionJ)} J`,
      );
    }
    return doubts;
  });
}

/** Sums of products of doubles are off by some parts in 10¹⁵ of themselves. */
const ROUNDING_RATIO = 1e-12;
const ROUNDING_COUNTS = 1e-3;

function isWhole(energyJ: number, countJ: number): boolean {
  const counts = energyJ / countJ;
  return Math.abs(counts - Math.round(counts)) <= ROUNDING_COUNTS + ROUNDING_RATIO * Math.abs(counts);
}
