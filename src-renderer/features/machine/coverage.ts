/** What a run here can be ranked by: for each kind of device, whether a meter sees it. */
import type { Device } from '#core/configuration.ts';
import type { DeviceStatus } from '#core/devices.ts';
import { coveringDomains } from '#core/energy/choose.ts';
import type { Suite } from '#core/suite.ts';
import { energySource, usableMeters } from './energy-source.ts';

const NAMES: Record<Device, string> = { cpu: 'processor', gpu: 'GPU', npu: 'NPU' };

export interface Coverage {
  /** What tier of result the machine gives, in one sentence. */
  readonly sentence: string;
  /** What it leaves open; empty: nothing. */
  readonly gaps: readonly string[];
}

export function coverageOf(suite: Suite): Coverage {
  const { tier, caveat } = energySource(suite);
  if (tier === null) {
    return { sentence: 'This machine gives latency only: nothing here tells energy.', gaps: [] };
  }
  const kind = suite.synthetic ? 'made-up' : caveat ? 'estimated' : 'measured';
  const gaps = (['gpu', 'npu'] as const).flatMap((device) => gapOf(suite, device) ?? []);
  const better = suite.meters.filter((meter) => meter.status === 'unavailable' && meter.fix !== null);
  const hint =
    caveat && better.length > 0
      ? [`The commands beside ${better.map(({ id }) => id).join(', ')} below would let it measure.`]
      : [];
  return {
    sentence: `This machine gives ${kind} results, of tier ${tier}.`,
    gaps: [...gaps, ...hint],
  };
}

/** null: no such device runs here, or a meter sees each. */
function gapOf({ devices, meters }: Suite, kind: Device): string | null {
  const measured = usableMeters(meters).filter(({ tier }) => tier !== 'estimate');
  const isSeen = ({ device, adapter }: DeviceStatus): boolean =>
    measured.some(({ summed }) => summed.some((domain) => coveringDomains(device, adapter).includes(domain)));
  const running = devices.filter((each) => isHardware(each) && each.device === kind);
  return running.every(isSeen)
    ? null
    : `No meter sees what the ${NAMES[kind]} draws: what runs there has latency, and no energy.`;
}

const isHardware = ({ state, runtime }: DeviceStatus): boolean => state === 'ready' && runtime === 'native';
