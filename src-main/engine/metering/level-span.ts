import { integratedEnergyJ, thinnedDifferenceJ, type PowerSample } from '#core/energy/level.ts';
import { Fault } from '#core/errors.ts';
import type { Clock, LevelMeter } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import type { WindowFlag } from '#core/record/schema.ts';
import { summedEnergyJ, type OpenSpan } from './span.ts';
import { stopSwitch } from './stop-switch.ts';

/** Sampling interval where the meter's own update period is not known, s. */
const DEFAULT_PERIOD_S = 0.1;

/** Samples the power at the meter's update period for as long as the interval is open. */
export function openLevelSpan(meter: LevelMeter, clock: Clock): Promise<OpenSpan> {
  const samples = new Map<Domain, PowerSample[]>();
  const startS = clock.nowS();
  let problem: string | null = null;
  let open = true;
  const shutdown = stopSwitch();

  const sample = async (): Promise<void> => {
    try {
      const { atS, powerW } = await meter.read();
      for (const [domain, watts] of powerW) {
        const list = samples.get(domain) ?? [];
        list.push({ atS, powerW: watts });
        samples.set(domain, list);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      problem = error.message;
    }
  };
  const sampling = (async () => {
    while (open) {
      await sample();
      await clock.sleep(meter.info.updatePeriodS ?? DEFAULT_PERIOD_S, shutdown.signal);
    }
  })();

  return Promise.resolve({
    startS,
    async close() {
      const endS = clock.nowS();
      open = false;
      shutdown.stop();
      await sampling;
      await sample();
      return {
        endS,
        energy() {
          const byDomain: Partial<Record<Domain, number>> = {};
          let uncertaintyJ: number | null = null;
          for (const [domain, list] of samples) {
            const energyJ = integratedEnergyJ(list, startS, endS);
            if (energyJ !== null) byDomain[domain] = energyJ;
            const thinnedJ = thinnedDifferenceJ(list, startS, endS);
            if (thinnedJ !== null && meter.info.summed.includes(domain)) {
              uncertaintyJ = (uncertaintyJ ?? 0) + thinnedJ;
            }
          }
          const energyJ = problem === null ? summedEnergyJ(meter, byDomain) : null;
          const flags: WindowFlag[] = energyJ === null ? ['meter-failed'] : [];
          return { startS, endS, byDomain, energyJ, uncertaintyJ, flags, problem };
        },
      };
    },
  });
}
