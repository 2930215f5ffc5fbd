import { Fault } from '#core/errors.ts';
import type { Clock } from '#core/ports.ts';
import type { MeterEnvironment } from '#meters/environment.ts';
import type { EstimatedMachine } from '#meters/estimate.ts';

/** A made sysfs tree and nothing else: no program, no network. */
export function madeEnvironment(
  sysfsRoot: string,
  clock: Clock,
  machine: EstimatedMachine = { cpuModel: null, logicalCpus: 2 },
): MeterEnvironment {
  const nothing = (what: string) => Promise.reject(new Fault('meter-missing', `there is no ${what} here`));
  return {
    platform: 'linux',
    clock,
    sysfsRoot,
    synthetic: true,
    machine,
    plugAddress: null,
    run: nothing,
    follow: (_file, _args, { onEnd }) => {
      queueMicrotask(() => onEnd(new Fault('meter-missing', 'there is no program here')));
      return { stop: () => Promise.resolve() };
    },
    fetchText: nothing,
  };
}
