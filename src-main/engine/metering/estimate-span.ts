import type { Clock, EstimateMeter } from '#core/ports.ts';
import type { OpenSpan } from './span.ts';

/** Needs no reading: its energy follows from the processor time that the workload used meanwhile. */
export function openEstimateSpan(meter: EstimateMeter, clock: Clock): Promise<OpenSpan> {
  const startS = clock.nowS();
  return Promise.resolve({
    startS,
    close() {
      const endS = clock.nowS();
      const durationS = endS - startS;
      return Promise.resolve({
        endS,
        energy(cpuSecondsBetween) {
          const energyJ = meter.powerW(cpuSecondsBetween(startS, endS) / durationS) * durationS;
          return {
            startS,
            endS,
            byDomain: { package: energyJ },
            energyJ,
            uncertaintyJ: null,
            flags: [],
            problem: null,
          };
        },
      });
    },
  });
}
