/** Devices as discovery would find them, made up. */
import type { DeviceStatus } from '#core/devices.ts';
import { Fault } from '#core/errors.ts';
import type { Adapter } from '#core/placement.ts';
import { claimedDevice, parseTarget, PROVIDER_FACTS } from '#core/providers.ts';

/** `ready`, on nothing that is known. */
export function madeDevice(target: string, changes: Partial<DeviceStatus> = {}): DeviceStatus {
  const { provider, unit } = parseTarget(target)!;
  return {
    target,
    provider,
    unit,
    runtime: PROVIDER_FACTS[provider].runtime,
    device: claimedDevice({ provider, unit }),
    state: 'ready',
    vendor: null,
    name: null,
    driver: null,
    memoryBytes: null,
    adapter: null,
    placement: null,
    fault: null,
    fix: null,
    ...changes,
  };
}

export function missingDevice(target: string, message = `the binding has no ${target}`): DeviceStatus {
  return madeDevice(target, {
    state: 'unavailable',
    fault: new Fault('provider-missing', message).toWire(),
  });
}

export function madeAdapter(changes: Partial<Adapter> = {}): Adapter {
  return {
    name: 'Made GPU',
    vendor: null,
    kind: 'discrete',
    verified: true,
    evidence: 'made up',
    fp16: true,
    memoryBytes: null,
    ...changes,
  };
}
