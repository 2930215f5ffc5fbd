/** A configuration whose device cannot be used: nothing is started, and its row says why. */
import type { Configuration } from '#core/configuration.ts';
import type { DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import type { Workload } from '#core/ports.ts';
import type { Work } from '#core/record/schema.ts';

/** Every use of it rejects with the device's own fault. */
export function refusedWorkload(configuration: Configuration, work: Work, device: DeviceStatus): Workload {
  const refuse = (): Promise<never> => Promise.reject(reasonOf(device));
  return {
    configuration,
    work,
    prepare: refuse,
    start: refuse,
    stop: refuse,
    cpuSeconds: refuse,
    close: () => Promise.resolve(),
  };
}

function reasonOf({ target, fault }: DeviceStatus): Fault {
  return fault === null
    ? new Fault('provider-missing', `${target} cannot be used here`)
    : Fault.fromWire(fault);
}
