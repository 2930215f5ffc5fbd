/** Which meter covers what a configuration computed on, and why none does. */
import type { Device } from '../configuration.ts';
import { namesText } from '../format/names.ts';
import type { Adapter } from '../placement.ts';
import type { Meter, MeterInfo } from '../ports.ts';
import { TIERS, type Domain } from '../provenance.ts';
import { isOfOneGpu, mayBelong, namedAlike } from './card.ts';

export interface Worked {
  /** What it really computed on. */
  readonly device: Device;
  readonly adapter: Adapter | null;
  /** Names of all GPUs of the machine; empty: not known. */
  readonly gpus: readonly string[];
}

/** Exactly one of the two is null. */
export type ChosenMeter =
  | { readonly meter: Meter; readonly unmetered: null }
  | {
      readonly meter: null;
      /** Why its energy is not known and what would change that, in words. */
      readonly unmetered: string;
    };

const WHOLE_MACHINE: readonly Domain[] = ['psys', 'battery', 'wall'];

/**
 * Domains that contain all or the main part of what a device uses. `package` holds the GPU inside a processor,
 * and no other. It is not taken for an NPU: accelerators on a card exist, and Apple's figure of that name is
 * the CPU's alone.
 */
export function coveringDomains(device: Device, adapter: Adapter | null): readonly Domain[] {
  if (device === 'cpu') return ['package', 'soc', ...WHOLE_MACHINE];
  if (device === 'npu') return ['npu', 'soc', ...WHOLE_MACHINE];
  if (adapter?.kind === 'integrated') return ['gpu', 'package', 'soc', ...WHOLE_MACHINE];
  return adapter?.kind === 'discrete' ? ['gpu', ...WHOLE_MACHINE] : ['gpu', 'soc', ...WHOLE_MACHINE];
}

/** What a choice depends on: a verifier has no more of a meter than its description. */
export type Described = Pick<Meter, 'kind' | 'info'>;

/** Whether the meter's energy holds what the device used. The estimate knows of processor time and nothing else. */
export function covers(meter: Described, device: Device, adapter: Adapter | null): boolean {
  if (meter.kind === 'estimate' && device !== 'cpu') return false;
  const { info } = meter;
  if (device === 'gpu' && isOfOneGpu(info) && !mayBelong(info, adapter)) return false;
  return info.summed.some((domain) => coveringDomains(device, adapter).includes(domain));
}

/** The most trusted meter that covers the device; of several GPUs the one that did the work, where that is known. */
export function chooseMeter(meters: readonly Meter[], worked: Worked): ChosenMeter {
  const { device, adapter } = worked;
  const covering = meters.filter((meter) => covers(meter, device, adapter));
  const doubt = device === 'gpu' ? doubtOfCards(covering, worked) : null;
  const usable = covering.filter((meter) => !(doubt?.cards.includes(meter) ?? false));
  const trust = (meter: Meter) => TIERS.indexOf(meter.info.tier);
  const meter = usable.reduce<Meter | null>(
    (best, each) => (best === null || trust(each) < trust(best) ? each : best),
    null,
  );
  if (meter !== null) return { meter, unmetered: null };
  return { meter: null, unmetered: doubt?.reason ?? unmeteredText(device, adapter) };
}

/** Meters of single GPUs that must not be taken, since another GPU may have done the work; null: no doubt. */
function doubtOfCards(
  covering: readonly Meter[],
  { adapter, gpus }: Worked,
): { readonly cards: readonly Meter[]; readonly reason: string } | null {
  const cards = covering.filter(({ info }) => isOfOneGpu(info));
  const which = 'nothing tells which of them did the work: measure the whole machine (a plug, the battery)';
  if (cards.length > 1) {
    const own = namedAlike(cards, adapter);
    if (own !== null) return { cards: cards.filter((card) => card !== own), reason: '' };
    const many = cards.length === 2 ? 'two' : String(cards.length);
    const names = namesText(
      cards.map(({ info }) => nameOf(info)),
      4,
    );
    return { cards, reason: `${many} GPUs are metered (${names}) and ${which}` };
  }
  const isKnown = adapter !== null && (adapter.name ?? adapter.vendor) !== null;
  if (cards.length === 0 || isKnown || gpus.length < 2) return null;
  return { cards, reason: `this machine has ${gpus.length} GPUs (${namesText(gpus, 4)}) and ${which}` };
}

const nameOf = ({ id, deviceName = null }: MeterInfo): string =>
  deviceName === null ? id : `${id}, ${deviceName}`;

const COVERING: Readonly<Record<Device, string>> = {
  cpu: 'its own energy counter',
  gpu: "the card's own counter or power reading",
  npu: "the vendor's figure of it",
};
const TITLES: Readonly<Record<Device, string>> = { cpu: 'processor', gpu: 'GPU', npu: 'NPU' };

function unmeteredText(device: Device, adapter: Adapter | null): string {
  const name = device === 'cpu' ? null : (adapter?.name ?? null);
  const what = name === null ? TITLES[device] : `${TITLES[device]} (${name})`;
  const ofPackage = adapter?.kind === 'integrated' && device === 'gpu' ? ", the processor's counter" : '';
  return (
    `no meter covers the ${what}: that would be ${COVERING[device]}${ofPackage}, or a meter of the whole machine ` +
    '(a plug, the battery); "joulemark meters" says why none is read here'
  );
}

/** What did not run on the row's device and is not in its energy, in words; `timeByDevice` as shares of node time. */
export function uncoveredReasons(
  meter: Described | null,
  { device, adapter }: Pick<Worked, 'device' | 'adapter'>,
  timeByDevice: Readonly<Partial<Record<Device, number>>>,
): string[] {
  if (meter === null) return [];
  const others = (Object.keys(timeByDevice) as Device[]).filter((other) => other !== device);
  const missed = others.filter((other) => !covers(meter, other, adapter));
  const names = missed.map((other) => TITLES[other]).join(' and the ');
  const covered = meter.info.summed.join(' + ');
  return missed.length === 0 ? [] : [`what the ${names} used is not in the energy, which covers ${covered}`];
}
