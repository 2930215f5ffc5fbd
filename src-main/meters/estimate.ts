/** The last resort: processor power modelled from the processor time of the workload. */
import type { EstimateMeter } from '#core/ports.ts';
import { designPower } from './tdp-table.ts';

export const ESTIMATE_ID = 'estimate';

/**
 * Power as a share of the design power by load: the curve that Teads Engineering measured with RAPL
 * on cloud machines ("Estimating AWS EC2 Instances Power Consumption", 2021).
 */
const LOAD_CURVE: readonly (readonly [load: number, share: number])[] = [
  [0, 0.12],
  [0.1, 0.32],
  [0.5, 0.75],
  [1, 1.02],
];

/**
 * Where the processor is not in the table: W of one idle and one fully busy virtual processor, the
 * averages of Cloud Carbon Footprint's methodology for AWS machines (from SPECpower results).
 */
const UNKNOWN_IDLE_W = 0.74;
const UNKNOWN_BUSY_W = 3.5;

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
      const load = Math.min(1, Math.max(0, busyCpus / machine.logicalCpus));
      if (tdpW !== null) return tdpW * shareAt(load);
      return machine.logicalCpus * (UNKNOWN_IDLE_W + load * (UNKNOWN_BUSY_W - UNKNOWN_IDLE_W));
    },
  };
}

function shareAt(load: number): number {
  const above = LOAD_CURVE.findIndex(([at]) => at >= load);
  const [toLoad, toShare] = LOAD_CURVE[above] ?? [1, 1.02];
  const [fromLoad, fromShare] = LOAD_CURVE[above - 1] ?? [toLoad, toShare];
  if (toLoad === fromLoad) return toShare;
  return fromShare + ((load - fromLoad) / (toLoad - fromLoad)) * (toShare - fromShare);
}
