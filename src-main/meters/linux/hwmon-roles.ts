/** What the power and energy channels of known chips cover. Chips that are not here are not guessed at. */
import type { Domain } from '#core/provenance.ts';
import type { HwmonChannel } from './hwmon-channels.ts';
import type { HwmonChip } from './hwmon-chips.ts';

interface Role {
  readonly name: RegExp;
  readonly domain: Domain;
  /** Each chip is a device of its own (a card), or all of one name are one device (sockets). */
  readonly each: boolean;
  /** Best first: the first of these that a chip has is used, all its matches together. */
  readonly channels: readonly ChannelChoice[];
}

interface ChannelChoice {
  readonly kind: HwmonChannel['kind'];
  readonly label?: RegExp;
  readonly number?: number;
}

const CARD: readonly ChannelChoice[] = [
  // xe: `card` contains `pkg`; i915 has one energy without a label.
  { kind: 'energy', label: /^card$/ },
  { kind: 'energy', number: 1 },
  { kind: 'energy', number: 2 },
  { kind: 'power', number: 1 },
];

const GPU_OF_DRIVER: Readonly<Record<string, string>> = {
  amdgpu: 'AMD GPU (amdgpu)',
  xe: 'Intel GPU (xe)',
  i915: 'Intel GPU (i915)',
  nouveau: 'NVIDIA GPU (nouveau)',
};

const ROLES: readonly Role[] = [
  { name: /^(amdgpu|xe|i915|nouveau)$/, domain: 'gpu', each: true, channels: CARD },
  // Both rails of the socket that the regulator reports; a variant of the driver shows RAPL's own.
  {
    name: /^zenpower/,
    domain: 'package',
    each: false,
    channels: [
      { kind: 'power', label: /^RAPL_P_Package$/ },
      { kind: 'power', label: /^SVI2_P_(Core|SoC)$/ },
    ],
  },
  {
    name: /^(amd_energy|zenergy)$/,
    domain: 'package',
    each: false,
    channels: [{ kind: 'energy', label: /^Esocket/ }],
  },
  {
    name: /^(fam15h_power|hsmp_hwmon)$/,
    domain: 'package',
    each: false,
    channels: [{ kind: 'power', number: 1 }],
  },
  // ACPI's meter of the whole machine, and the system controller of Apple's under Linux.
  { name: /^power_meter$/, domain: 'psys', each: true, channels: [{ kind: 'power', number: 1 }] },
  {
    name: /^macsmc_hwmon$/,
    domain: 'psys',
    each: true,
    channels: [{ kind: 'power', label: /^Total System Power$/ }],
  },
];

/** Channels of one meter: their sum is the domain's power or energy. */
export interface HwmonPlan {
  readonly id: string;
  readonly domain: Domain;
  readonly kind: HwmonChannel['kind'];
  /** Of a GPU: its driver tells the vendor; null for what is no single device. */
  readonly deviceName: string | null;
  readonly channels: readonly HwmonChannel[];
  /** Choices that come after this one: used where this one cannot be read. */
  readonly otherwise: HwmonPlan | null;
}

/** One plan for each device. `chips` in a stable order; `channels` those of all chips. */
export function planMeters(chips: readonly HwmonChip[], channels: readonly HwmonChannel[]): HwmonPlan[] {
  const counted = new Map<string, number>();
  return ROLES.flatMap((role) => {
    const ours = chips.filter(({ name }) => role.name.test(name));
    const devices = role.each ? ours.map((chip) => [chip]) : groupedByName(ours);
    return devices.flatMap((device) => {
      const [{ name } = { name: '' }] = device;
      const number = counted.get(name) ?? 0;
      const plan = chosen(`hwmon:${name}:${number}`, role, device, channels, role.channels);
      if (plan === null) return [];
      counted.set(name, number + 1);
      return [plan];
    });
  });
}

function chosen(
  id: string,
  role: Role,
  device: readonly HwmonChip[],
  channels: readonly HwmonChannel[],
  choices: readonly ChannelChoice[],
): HwmonPlan | null {
  const [choice, ...rest] = choices;
  if (choice === undefined) return null;
  const otherwise = chosen(id, role, device, channels, rest);
  const parts = channels.filter((channel) => device.includes(channel.chip) && fits(channel, choice));
  // Each socket must give its part, or the sum would miss one.
  if (parts.length === 0 || !device.every((chip) => parts.some((part) => part.chip === chip))) {
    return otherwise;
  }
  const domain = role.domain === 'gpu' && parts.some(isProcessorsOwn) ? 'soc' : role.domain;
  const deviceName = GPU_OF_DRIVER[device[0]?.name ?? ''] ?? null;
  return { id, domain, kind: choice.kind, deviceName, channels: parts, otherwise };
}

function fits(channel: HwmonChannel, { kind, label, number }: ChannelChoice): boolean {
  if (channel.kind !== kind) return false;
  if (label !== undefined && !label.test(channel.label ?? '')) return false;
  return number === undefined || channel.number === number;
}

/**
 * amdgpu shows the voltage of the north bridge (`in1`) only for a GPU inside a processor; its power
 * is then that of the whole socket.
 */
const isProcessorsOwn = ({ chip }: HwmonChannel): boolean =>
  chip.name === 'amdgpu' && chip.files.has('in1_input');

function groupedByName(chips: readonly HwmonChip[]): HwmonChip[][] {
  const byName = new Map<string, HwmonChip[]>();
  for (const chip of chips) byName.set(chip.name, [...(byName.get(chip.name) ?? []), chip]);
  return [...byName.values()];
}
