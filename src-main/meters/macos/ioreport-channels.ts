/** Which of IOReport's energy channels are the parts of the processor, and in which unit each counts. */
import { Fault } from '#core/errors.ts';
import type { CounterChannel } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import type { IoChannel } from './ioreport-library.ts';

const UNIT_J: Record<string, number> = { J: 1, mJ: 1e-3, uJ: 1e-6, µJ: 1e-6, nJ: 1e-9, pJ: 1e-12 };

/**
 * The sums of each part, in the order of preference: of the whole chip, else of each die, else of each
 * unit. The hundreds of other channels (cores, clusters, their memories) lie inside these.
 */
const SUMS: readonly (readonly [Domain, readonly RegExp[]])[] = [
  ['package', [/^CPU Energy$/, /^DIE_\d+_CPU Energy$/]],
  ['gpu', [/^GPU Energy$/, /^DIE_\d+_GPU Energy$/, /^GPU$/, /^GPU\d+$/, /^GPU\d+_\d+$/]],
  ['npu', [/^ANE Energy$/, /^ANE$/, /^ANE\d+$/, /^ANE\d+_\d+$/]],
  ['dram', [/^DRAM Energy$/, /^DRAM$/, /^DRAM\d+$/, /^DRAM\d+_\d+$/]],
];

/** Whether a channel may be one of the sums: only such are subscribed, for each costs time. */
export function isEnergySum(name: string): boolean {
  return SUMS.some(([, patterns]) => patterns.some((pattern) => pattern.test(name)));
}

/**
 * The channels whose sum is the processor. Faults `meter-missing` (no energy of the CPU),
 * `meter-unreadable` (a unit that is not known: no number is made of it).
 */
export function energyChannels(sample: readonly IoChannel[]): CounterChannel[] {
  const channels = SUMS.flatMap(([domain, patterns]) => {
    const chosen = patterns
      .map((pattern) => sample.filter(({ name }) => pattern.test(name)))
      .find((found) => found.length > 0);
    return (chosen ?? []).map((channel) => counterOf(channel, domain));
  });
  if (!channels.some(({ domain }) => domain === 'package')) {
    throw new Fault('meter-missing', 'IOReport tells no energy of the CPU here');
  }
  return channels;
}

function counterOf({ name, unit }: IoChannel, domain: Domain): CounterChannel {
  const unitJ = UNIT_J[unit];
  if (unitJ === undefined) {
    throw new Fault('meter-unreadable', `IOReport counts ${name} in ${JSON.stringify(unit)}`);
  }
  return { id: name, domain, unitJ, rangeCounts: null };
}
