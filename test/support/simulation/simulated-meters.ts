import type { Clock, CounterMeter, LevelMeter, MeterInfo } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import type { PowerSupply } from './power-supply.ts';

const INFO: Omit<MeterInfo, 'id' | 'tier' | 'updatePeriodS' | 'resolutionJ'> = {
  domains: ['package'],
  summed: ['package'],
  source: 'simulation',
  accuracyRatio: null,
};

export interface CounterOptions {
  readonly updatePeriodS: number;
  readonly unitJ: number;
  readonly rangeCounts: bigint | null;
  /** Where the register stands at time 0. */
  readonly startCounts?: bigint;
  /** How long one reading takes, s. */
  readonly readCostS?: number;
  readonly maxPowerW?: number;
  /** What it covers; the processor's package where this is absent. */
  readonly domain?: Domain;
  readonly id?: string;
  readonly deviceName?: string;
}

/** A counter that steps at its update period, in whole counts, and starts again at its range. */
export function simulatedCounter(clock: Clock, supply: PowerSupply, options: CounterOptions): CounterMeter {
  const { updatePeriodS, unitJ, rangeCounts, startCounts = 0n, readCostS = 50e-6 } = options;
  const { domain = 'package', id = 'simulated-counter', deviceName = null } = options;
  const channel = `${domain}-0`;
  return {
    kind: 'counter',
    info: {
      ...INFO,
      ...{ id, deviceName, tier: 'counter', updatePeriodS, resolutionJ: unitJ },
      ...{ domains: [domain], summed: [domain] },
    },
    channels: [{ id: channel, domain, unitJ, rangeCounts }],
    maxPowerW: options.maxPowerW ?? 500,
    async read() {
      await clock.sleep(readCostS);
      const atS = clock.nowS();
      const tickS = Math.floor(atS / updatePeriodS + 1e-9) * updatePeriodS;
      const counts = startCounts + BigInt(Math.floor(supply.energyJ(Math.min(tickS, atS)) / unitJ));
      return { atS, counts: new Map([[channel, rangeCounts === null ? counts : counts % rangeCounts]]) };
    },
  };
}

/** A power reading that is renewed at its update period. */
export function simulatedLevel(clock: Clock, supply: PowerSupply, updatePeriodS: number): LevelMeter {
  return {
    kind: 'level',
    info: { ...INFO, id: 'simulated-level', tier: 'sensor', updatePeriodS, resolutionJ: null },
    read() {
      const atS = clock.nowS();
      const tickS = Math.floor(atS / updatePeriodS + 1e-9) * updatePeriodS;
      return Promise.resolve({ atS, powerW: new Map([['package', supply.powerW(Math.min(tickS, atS))]]) });
    },
  };
}
