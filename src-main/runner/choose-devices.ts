/** From the targets that a person named, or none, to the devices that a run uses. */
import { PROVIDERS } from '#core/configuration.ts';
import type { DeviceStatus } from '#core/devices.ts';
import { PROVIDER_FACTS, parseTarget, type Target } from '#core/providers.ts';

export interface ChosenDevices {
  /** In the order of the providers. One that is `unavailable` was named, and its rows say why it did not run. */
  readonly devices: readonly DeviceStatus[];
  /** For people: which devices cannot be used, and why. */
  readonly notices: readonly string[];
}

/** Tries each of these; never rejects because of a device. */
type Find = (targets: readonly Target[]) => Promise<readonly DeviceStatus[]>;

/** Needs no discovery: where this program runs, it runs. */
const THE_CPU: DeviceStatus = {
  target: 'cpu',
  provider: 'cpu',
  unit: null,
  runtime: 'native',
  device: 'cpu',
  state: 'ready',
  vendor: null,
  name: null,
  driver: null,
  memoryBytes: null,
  adapter: null,
  placement: null,
  fault: null,
  fix: null,
};

/** `names`: targets, where a bare provider stands for all of its units; null: the CPU and all real hardware beside it. */
export async function chooseDevices(names: readonly string[] | null, find: Find): Promise<ChosenDevices> {
  return names === null ? usualDevices(find) : namedDevices(names, find);
}

/** What was not asked for runs only where a figure of it means what its name says. */
async function usualDevices(find: Find): Promise<ChosenDevices> {
  const native = PROVIDERS.filter((name) => name !== 'cpu' && PROVIDER_FACTS[name].runtime === 'native');
  const found = inOrder(await find(native.map((provider) => ({ provider, unit: null }))));
  const used = found.filter(({ state, device }) => state === 'ready' && device !== 'cpu');
  // That a provider is not of this system is no news; that it is there and does not do is.
  const present = found.filter((each) => !used.includes(each) && each.fault?.code !== 'provider-missing');
  return {
    devices: [THE_CPU, ...used],
    notices: present.flatMap((each) =>
      each.device === 'cpu' ? [] : `${each.target} is not measured: ${whyNot(each)}`,
    ),
  };
}

async function namedDevices(names: readonly string[], find: Find): Promise<ChosenDevices> {
  const targets = names.flatMap((name) => parseTarget(name) ?? []);
  const others = targets.filter(({ provider }) => provider !== 'cpu');
  const found = others.length === 0 ? [] : await find(withoutCovered(others));
  const asked = targets.length > others.length ? [THE_CPU, ...found] : found;
  const devices = inOrder(asked);
  const unusable = devices.filter(({ state }) => state === 'unavailable');
  return {
    devices,
    notices: unusable.map((each) => `${each.target} cannot be used here: ${whyNot(each)}`),
  };
}

/** `webnn,webnn:npu` is `webnn`. */
function withoutCovered(targets: readonly Target[]): Target[] {
  const whole = new Set(targets.flatMap(({ provider, unit }) => (unit === null ? provider : [])));
  return targets.filter(({ provider, unit }) => unit === null || !whole.has(provider));
}

/** By provider, each target once; units stay in the order in which they were found. */
function inOrder(devices: readonly DeviceStatus[]): DeviceStatus[] {
  const once = new Map(devices.map((device) => [device.target, device]));
  return PROVIDERS.flatMap((name) => [...once.values()].filter(({ provider }) => provider === name));
}

function whyNot({ state, name, fault }: DeviceStatus): string {
  // What a driver says may end in a stop and a line break of its own.
  if (fault !== null) return `${fault.message.replace(/[.\s]+$/, '')}. ${fault.remedy}`;
  const what = name === null ? '' : ` (${name})`;
  if (state === 'software') return `the processor does its work${what}. Name it after --providers to run it.`;
  if (state === 'fell-back') return `its work ran elsewhere${what}. Name it after --providers to run it.`;
  return `nothing tells what it computes on${what}. Name it after --providers to run it.`;
}
