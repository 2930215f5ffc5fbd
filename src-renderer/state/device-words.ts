/** What a device is and how it stands, in words and shapes: the same in every card. */
import type { DeviceState, DeviceStatus } from '#core/devices.ts';
import { PROVIDER_FACTS } from '#core/providers.ts';

/** Told apart by shape; colour only repeats it. */
export const STATE_SYMBOLS: Record<DeviceState, string> = {
  ready: '✓',
  software: '◇',
  unverified: '?',
  'fell-back': '↷',
  unavailable: '✕',
};

export function stateText(device: Placed & Pick<DeviceStatus, 'state'>): string {
  switch (device.state) {
    case 'ready':
      return 'ready';
    case 'software':
      return 'software, done by the processor';
    case 'unverified':
      return 'works, but nothing tells on what';
    case 'fell-back':
      return `fell back to ${whereItRan(device)}`;
    case 'unavailable':
      return 'not available';
  }
}

type Placed = Pick<DeviceStatus, 'provider' | 'placement' | 'adapter'>;

/** What did most of the work in place of what was asked for: another provider, or another device of its own. */
function whereItRan({ provider, placement, adapter }: Placed): string {
  const [most] = Object.entries(placement?.timeRatio ?? {}).toSorted(([, a], [, b]) => b - a);
  if (most === undefined) return 'another provider';
  if (most[0] !== PROVIDER_FACTS[provider].placedAs) return most[0] === 'cpu' ? 'the processor' : most[0];
  switch (adapter?.kind) {
    case 'discrete':
    case 'integrated':
      return 'the GPU';
    case 'npu':
      return 'the NPU';
    case 'cpu':
    case 'software':
      return 'the processor';
    default:
      return 'another device';
  }
}

/** Its own name, or what its provider is. */
export function deviceTitle({ name, provider }: Pick<DeviceStatus, 'name' | 'provider'>): string {
  return name ?? PROVIDER_FACTS[provider].title;
}

/** CPU, GPU or NPU: only what was seen to compute is called one. null: nothing can be said. */
export function kindText({ state, device }: Pick<DeviceStatus, 'state' | 'device'>): string | null {
  const kind = `${device === 'npu' ? 'an' : 'a'} ${device.toUpperCase()}`;
  if (state === 'ready') return device.toUpperCase();
  if (state === 'unavailable' || device === 'cpu') return null;
  return state === 'unverified' ? `claims to be ${kind}` : `not ${kind}`;
}

const COUNT_WORDS: Record<DeviceState, string> = {
  ready: 'ready',
  software: 'software',
  unverified: 'unverified',
  'fell-back': 'fell back',
  unavailable: 'not available',
};

/** `2 ready, 1 software, 6 not available`; states that no device has are left out. */
export function countsText(devices: readonly Pick<DeviceStatus, 'state'>[]): string {
  return Object.entries(COUNT_WORDS)
    .map(([state, word]) => [devices.filter((device) => device.state === state).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}
