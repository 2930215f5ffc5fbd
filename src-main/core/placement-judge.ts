/** From what a session ran on to what its row may say: no row names a device that did not do the work. */
import type { Configuration, Device } from './configuration.ts';
import { adapterWords } from './format/adapter.ts';
import { namesText } from './format/names.ts';
import type { Adapter, Placement, Ran } from './placement.ts';
import { claimedDevice, PROVIDER_FACTS, targetName } from './providers.ts';

/** Below this share of the node time a provider did not run the model: another one did. */
export const LEAST_OWN_SHARE = 0.5;

/** CUDA and TensorRT run on NVIDIA's GPUs and nothing else: their own nodes are the proof. */
const PROVES_ITSELF: ReadonlySet<string> = new Set(['cuda', 'tensorrt']);

/** The kinds of adapter that tell what computed. */
const DEVICE_OF_KIND: Readonly<Record<NonNullable<Adapter['kind']>, Device>> = {
  discrete: 'gpu',
  integrated: 'gpu',
  software: 'cpu',
  npu: 'npu',
  cpu: 'cpu',
};

export interface PlacementJudgement {
  /** What decided. `fell-back`: another provider did most of the work. `software`: the processor did it. */
  readonly rule: 'own' | 'fell-back' | 'software' | 'unverified';
  /** What it really computed on. */
  readonly device: Device;
  /** As in the placement, e.g. `cpu`; null: the chosen provider did the work. */
  readonly ranAs: string | null;
  /** False: nothing tells whether it computed on `device`. */
  readonly deviceVerified: boolean;
  /** In words, without a full stop at the end. */
  readonly reasons: readonly string[];
  /** Share of the node time on each device; what is absent had none. */
  readonly timeByDevice: Readonly<Partial<Record<Device, number>>>;
}

type Asked = Pick<Configuration, 'provider' | 'unit' | 'device'>;

/** One rule applies: the first of fell-back, software, unverified, own. Pure. */
export function judgePlacement(asked: Asked, { placement, adapter }: Ran): PlacementJudgement {
  const own = PROVIDER_FACTS[asked.provider].placedAs;
  const ownDevice = ownDeviceOf(asked, adapter);
  const timeByDevice = timesOf(placement, own, ownDevice, adapter);
  const ownShare = ownShareOf(placement.timeRatio, own);
  const common = { ranAs: null, deviceVerified: true, timeByDevice };

  if (ownShare !== null && ownShare < LEAST_OWN_SHARE) {
    const ranAs = mostOf(placement.timeRatio, own);
    const device = deviceOf(ranAs, adapter);
    const shares = sharesText(ownShare, ownShareOf(placement.nodeRatio, own));
    const reasons = [`ran as ${ranAs}: ${targetName(asked)} executed ${shares}${operatorsText(placement)}`];
    return { ...common, rule: 'fell-back', device, ranAs, reasons };
  }
  const fallbacks = fallbackReasons(placement, own);
  if (adapter?.kind === 'software' || (adapter?.kind === 'cpu' && asked.device !== 'cpu')) {
    const kind = adapter.kind === 'software' ? 'software' : 'the processor';
    const name = adapterWords(adapter);
    const said = `the adapter is ${kind}${name === null ? '' : ` (${name})`}: the processor did the work`;
    return { ...common, rule: 'software', device: 'cpu', reasons: [said, ...fallbacks] };
  }
  const doubt = doubtOf(asked, adapter, ownShare);
  if (doubt !== null) {
    const reasons = [doubt, ...fallbacks];
    return { ...common, rule: 'unverified', device: ownDevice, deviceVerified: false, reasons };
  }
  const other = ownDevice === asked.device ? [] : [`computed on ${ownDevice}, not on ${asked.device}`];
  return { ...common, rule: 'own', device: ownDevice, reasons: [...other, ...fallbacks] };
}

/** null: nothing is known of the placement. */
export function ownShareOf(shares: Readonly<Record<string, number>>, own: string): number | null {
  return Object.keys(shares).length === 0 ? null : (shares[own] ?? 0);
}

/** What the chosen provider's own nodes computed on. What was only claimed gives way to what is verified. */
function ownDeviceOf({ device }: Asked, adapter: Adapter | null): Device {
  if (adapter === null || adapter.kind === null) return device;
  const found = DEVICE_OF_KIND[adapter.kind];
  return found === 'cpu' || adapter.verified ? found : device;
}

/** Of a provider by its key in a placement. One that nobody knows is not said to be an accelerator. */
function deviceOf(placedAs: string, adapter: Adapter | null): Device {
  const entry = Object.entries(PROVIDER_FACTS).find(([, facts]) => facts.placedAs === placedAs);
  if (entry === undefined) return 'cpu';
  const [, { device }] = entry;
  return device === 'cpu' || adapter?.kind === 'software' || adapter?.kind === 'cpu' ? 'cpu' : device;
}

function timesOf(
  { timeRatio }: Placement,
  own: string,
  ownDevice: Device,
  adapter: Adapter | null,
): Partial<Record<Device, number>> {
  const times: Partial<Record<Device, number>> = {};
  for (const [placedAs, share] of Object.entries(timeRatio)) {
    const device = placedAs === own ? ownDevice : deviceOf(placedAs, adapter);
    if (share > 0) times[device] = (times[device] ?? 0) + share;
  }
  return times;
}

/** The provider besides the chosen one that had the most time. */
function mostOf(shares: Readonly<Record<string, number>>, own: string): string {
  const others = Object.entries(shares).filter(([placedAs]) => placedAs !== own);
  return others.sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'cpu';
}

/** Why it cannot be known what computed; null: it is known. */
function doubtOf(asked: Asked, adapter: Adapter | null, ownShare: number | null): string | null {
  if (claimedDevice(asked) === 'cpu') return null;
  if (ownShare === null) return 'nothing tells which provider executed the nodes';
  if (PROVES_ITSELF.has(asked.provider)) return null;
  if (adapter === null) return 'nothing tells on which adapter it computed';
  return adapter.verified ? null : `not verified that it computed on ${asked.device}: ${adapter.evidence}`;
}

/** Any work elsewhere is said, however little. */
function fallbackReasons(placement: Placement, own: string): string[] {
  const others = Object.entries(placement.timeRatio).filter(([placedAs]) => placedAs !== own);
  const time = others.reduce((sum, [, share]) => sum + share, 0);
  if (time === 0 && placement.fallbacks.length === 0) return [];
  const ownNodes = ownShareOf(placement.nodeRatio, own);
  const names = others.map(([placedAs]) => placedAs).join(' and ') || 'another provider';
  const shares = sharesText(time, ownNodes === null ? null : 1 - ownNodes);
  return [`${names} executed ${shares}${operatorsText(placement)}`];
}

function sharesText(time: number, nodes: number | null): string {
  return `${shareText(time)} of the node time${nodes === null ? '' : ` and ${shareText(nodes)} of the nodes`}`;
}

function operatorsText({ fallbacks }: Placement): string {
  if (fallbacks.length === 0) return '';
  const providers = [...new Set(fallbacks.map(({ provider }) => provider))].join(' and ');
  const operators = [...new Set(fallbacks.map(({ operator }) => operator))];
  return `; ${namesText(operators, 2)} ran on ${providers}`;
}

/** Rounded down, so that a share below a bound never reads as the bound; and never as 0 where there was some. */
export function shareText(ratio: number): string {
  if (ratio > 0 && ratio < 0.001) return 'less than 0.1 %';
  return `${Math.floor(ratio * 1000 + 1e-9) / 10} %`;
}
