/** The last resort: processor power modelled from the processor time of the workload. */
import {
  averagePowerW,
  designShare,
  loadOf,
  UNKNOWN_BUSY_W,
  UNKNOWN_IDLE_W,
} from '#core/energy/estimate-curve.ts';
import type { EstimateMeter } from '#core/ports.ts';
import { designPower } from './tdp-table.ts';

export const ESTIMATE_ID = 'estimate';

export interface EstimatedMachine {
  readonly cpuModel: string | null;
  readonly logicalCpus: number;
}

/** Always available. Energy is that of this machine's share of the processor package. */
export function openEstimate(machine: EstimatedMachine): EstimateMeter {
  const design = designPower(machine.cpuModel);
  const tdpW =
    design && (design.tdpW * machine.logicalCpus) / Math.max(design.logicalCpus, machine.logicalCpus);
  return {
    kind: 'estimate',
    info: {
      id: ESTIMATE_ID,
      tier: 'estimate',
      domains: ['package'],
      summed: ['package'],
      source:
        tdpW === null
          ? `processor time × cloud averages (${UNKNOWN_IDLE_W} to ${UNKNOWN_BUSY_W} W a processor)`
          : `processor time × design power (${tdpW.toFixed(0)} W) by a load curve`,
      updatePeriodS: null,
      resolutionJ: null,
      accuracyRatio: null,
    },
    powerW(busyCpus) {
      const load = loadOf(busyCpus, machine.logicalCpus);
      return tdpW === null ? averagePowerW(load, machine.logicalCpus) : tdpW * designShare(load);
    },
  };
}
