/** What is known of a device, as names and values, below its line. */
import type { DeviceStatus } from '#core/devices.ts';
import { percent, rounded, whole } from '#core/format/number.ts';
import { targetName } from '#core/providers.ts';

export type Fact = readonly [name: string, value: string];

/** Only what is known. */
export function deviceFacts(device: DeviceStatus): Fact[] {
  const { vendor, driver, memoryBytes, adapter, placement } = device;
  const facts: (Fact | null)[] = [
    vendor === null ? null : ['Vendor', vendor],
    driver === null ? null : ['Driver', driver],
    memoryBytes === null ? null : ['Memory', memoryText(memoryBytes)],
    adapter?.fp16 == null ? null : ['Computes in fp16', adapter.fp16 ? 'yes' : 'no'],
    placement === null ? null : ['Our small model ran on', sharesText(placement.timeRatio)],
    adapter === null ? null : ['Found out by', adapter.evidence],
    device.state === 'unavailable' ? null : ['On the command line', `--providers ${targetName(device)}`],
  ];
  return facts.filter((fact) => fact !== null);
}

function memoryText(bytes: number): string {
  return bytes >= 2 ** 30 ? `${rounded(bytes / 2 ** 30, 1)} GiB` : `${whole(bytes / 2 ** 20)} MiB`;
}

function sharesText(shares: Readonly<Record<string, number>>): string {
  return Object.entries(shares)
    .toSorted(([, a], [, b]) => b - a)
    .map(([provider, share]) => `${provider} ${percent(share, 0)}`)
    .join(', ');
}
