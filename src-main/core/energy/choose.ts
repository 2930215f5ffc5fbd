import type { Device } from '../configuration.ts';
import type { Meter } from '../ports.ts';
import { TIERS, type Domain } from '../provenance.ts';

/** Domains that contain all or the main part of what a device uses. */
const COVERS: Record<Device, readonly Domain[]> = {
  cpu: ['package', 'soc', 'psys', 'battery', 'wall'],
  gpu: ['gpu', 'soc', 'psys', 'battery', 'wall'],
  npu: ['npu', 'soc', 'psys', 'battery', 'wall'],
};

/** The most trusted meter whose summed domains cover the device; null: its energy is not metered. */
export function chooseMeter(meters: readonly Meter[], device: Device): Meter | null {
  const covering = meters.filter((meter) =>
    meter.info.summed.some((domain) => COVERS[device].includes(domain)),
  );
  const trust = (meter: Meter) => TIERS.indexOf(meter.info.tier);
  return covering.reduce<Meter | null>(
    (best, meter) => (best === null || trust(meter) < trust(best) ? meter : best),
    null,
  );
}
