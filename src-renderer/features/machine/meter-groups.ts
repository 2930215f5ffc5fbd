/** Meters by what a person can do about them. */
import type { MeterStatus } from '#core/record/schema.ts';
import { usableMeters, type MissingMeter, type UsableMeter } from './energy-source.ts';

export interface MeterGroups {
  /** The most trustworthy first. */
  readonly usable: readonly UsableMeter[];
  /** They are there, and something keeps them from being read that can be mended. */
  readonly repairable: readonly MissingMeter[];
  readonly absent: readonly MissingMeter[];
}

const MENDABLE: readonly string[] = [
  'meter-no-permission',
  'meter-silent',
  'meter-not-source',
  'meter-unreadable',
];

export function meterGroups(meters: readonly MeterStatus[]): MeterGroups {
  const missing = meters.filter((meter): meter is MissingMeter => meter.status === 'unavailable');
  const isMendable = ({ fix, fault }: MissingMeter): boolean => fix !== null || MENDABLE.includes(fault.code);
  return {
    usable: usableMeters(meters),
    repairable: missing.filter(isMendable),
    absent: missing.filter((meter) => !isMendable(meter)),
  };
}
