/** What this machine has to run models on. The same for the terminal and the window. */
import type { DeviceStatus } from '#core/devices.ts';
import type { StopSignal } from '#core/ports.ts';
import { claimedDevice, PROVIDER_FACTS, targetName, type Target } from '#core/providers.ts';
import type { Launchers } from '#core/worker/channel.ts';
import type { Places } from './places.ts';

export interface FindDevicesOptions {
  readonly places: Places;
  readonly launchers: Launchers;
  /** Only these are tried; one without a unit stands for all of its units. null: all that there could be here. */
  readonly targets: readonly Target[] | null;
  readonly signal: StopSignal;
}

/** The processor first. Never rejects because of a device: what does not work is a status with its reason. */
export function findDevices({ targets }: FindDevicesOptions): Promise<DeviceStatus[]> {
  const wanted = targets ?? [{ provider: 'cpu', unit: null }];
  return Promise.resolve(wanted.map(untried));
}

function untried(target: Target): DeviceStatus {
  const unknown = { vendor: null, name: null, driver: null, memoryBytes: null, adapter: null };
  return {
    ...target,
    ...unknown,
    target: targetName(target),
    runtime: PROVIDER_FACTS[target.provider].runtime,
    device: claimedDevice(target),
    state: target.provider === 'cpu' ? 'ready' : 'unverified',
    placement: null,
    fault: null,
    fix: null,
  };
}
