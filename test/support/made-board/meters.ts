/** The meters of made machines: what the program says of real ones of their kind. */
import type { z } from 'zod';
import type { meterInfoSchema } from '#core/record/schema.ts';
import type { Meter } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';

export type MeterFacts = z.infer<typeof meterInfoSchema>;

export interface MadeMeter {
  readonly info: MeterFacts;
  readonly reads: 'counter' | 'level' | 'estimate';
  /** One step of the counter, J; null: it has none. */
  readonly stepJ: number | null;
  /** What a counter is told in, J; of no meaning where it has none. */
  readonly countJ: number;
  /** What else of the machine it sees besides the processor or GPU, W. */
  readonly elsewhereW: number;
  /** How the energy of what is summed falls on each domain; what is not summed lies inside. */
  readonly shares: Readonly<Partial<Record<Domain, number>>>;
}

/** The unit of Intel's and AMD's energy registers, 2⁻¹⁴ J. */
const RAPL_STEP_J = 2 ** -14;

function info(
  facts: Partial<MeterFacts> & Pick<MeterFacts, 'id' | 'tier' | 'summed' | 'source'>,
): MeterFacts {
  return {
    domains: facts.summed,
    deviceName: null,
    updatePeriodS: null,
    resolutionJ: null,
    accuracyRatio: null,
    ...facts,
  };
}

export const RAPL: MadeMeter = {
  info: info({
    id: 'rapl-powercap',
    tier: 'counter',
    domains: ['package', 'core'],
    summed: ['package'],
    source: '/sys/class/powercap',
    updatePeriodS: 0.001,
    resolutionJ: 0.000061,
  }),
  reads: 'counter',
  stepJ: RAPL_STEP_J,
  countJ: 1e-6,
  elsewhereW: 0,
  shares: { package: 1, core: 0.78 },
};

export const RAPL_SERVER: MadeMeter = {
  ...RAPL,
  info: { ...RAPL.info, domains: ['package', 'dram'], summed: ['package', 'dram'] },
  shares: { package: 0.86, dram: 0.14 },
};

export const BATTERY: MadeMeter = {
  info: info({
    id: 'battery:power_supply',
    tier: 'sensor',
    summed: ['battery'],
    source: '/sys/class/power_supply/BAT0',
    updatePeriodS: 0.25,
  }),
  reads: 'level',
  stepJ: null,
  countJ: 1,
  elsewhereW: 3.5,
  shares: { battery: 1 },
};

export const JETSON: MadeMeter = {
  info: info({
    id: 'board:ina',
    tier: 'sensor',
    domains: ['psys', 'soc'],
    summed: ['psys'],
    source: 'ina3221: VDD_IN',
    updatePeriodS: 0.1,
  }),
  reads: 'level',
  stepJ: null,
  countJ: 1,
  elsewhereW: 1.8,
  shares: { psys: 1, soc: 0.64 },
};

export const PI_PMIC: MadeMeter = {
  info: info({
    id: 'board:pi-pmic',
    tier: 'sensor',
    summed: ['psys'],
    source: 'vcgencmd pmic_read_adc',
    updatePeriodS: 0.1,
  }),
  reads: 'level',
  stepJ: null,
  countJ: 1,
  elsewhereW: 0.9,
  shares: { psys: 1 },
};

export const IOREPORT: MadeMeter = {
  info: info({
    id: 'ioreport',
    tier: 'model',
    domains: ['package', 'gpu', 'npu', 'dram'],
    summed: ['package', 'gpu', 'npu', 'dram'],
    source: 'IOReport, Apple’s energy model',
    updatePeriodS: 0.1,
    resolutionJ: 0.001,
  }),
  reads: 'counter',
  stepJ: 0.001,
  countJ: 0.001,
  elsewhereW: 0,
  shares: { package: 0.72, gpu: 0.11, npu: 0.02, dram: 0.15 },
};

export const PLUG: MadeMeter = {
  info: info({
    id: 'plug',
    tier: 'external',
    summed: ['wall'],
    source: 'Shelly Plus Plug S, switch:0',
    updatePeriodS: 0.5,
  }),
  reads: 'level',
  stepJ: null,
  countJ: 1,
  elsewhereW: 14,
  shares: { wall: 1 },
};

export const ESTIMATE: MadeMeter = {
  info: info({ id: 'estimate', tier: 'estimate', summed: ['package'], source: '' }),
  reads: 'estimate',
  stepJ: null,
  countJ: 1,
  elsewhereW: 0,
  shares: { package: 1 },
};

/** NVIDIA's counter of a whole card. */
export function nvml(name: string): MadeMeter {
  return {
    info: info({
      id: 'nvml:0',
      tier: 'counter',
      summed: ['gpu'],
      source: `energy counter of ${name}`,
      deviceName: name,
      updatePeriodS: 0.02,
      resolutionJ: 0.001,
    }),
    reads: 'counter',
    stepJ: 0.001,
    countJ: 0.001,
    elsewhereW: 0,
    shares: { gpu: 1 },
  };
}

/** A power reading of a Radeon card. */
export function radeon(name: string): MadeMeter {
  return {
    info: info({
      id: 'hwmon:amdgpu',
      tier: 'sensor',
      summed: ['gpu'],
      source: '/sys/class/hwmon/hwmon3/power1_average',
      deviceName: name,
      updatePeriodS: 0.1,
    }),
    reads: 'level',
    stepJ: null,
    countJ: 1,
    elsewhereW: 0,
    shares: { gpu: 1 },
  };
}

/** As the program's rules on what a meter covers take it. It has no reading to give. */
export function asMeter({ reads, info: facts }: MadeMeter): Meter {
  if (reads === 'estimate') return { kind: 'estimate', info: facts, powerW: () => 0 };
  return {
    kind: 'level',
    info: facts,
    read: () => Promise.reject(new Error('a made meter has no readings')),
  };
}
