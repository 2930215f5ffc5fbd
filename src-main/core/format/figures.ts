/** Figures as people read them, the same on screen, in the terminal and in reports. */
import { significant } from './number.ts';

/** Shown where a value could not be known. */
export const UNKNOWN = '–';

const digits = (value: number): string => significant(value, 3);

/** Energy in mJ without its unit (the column's head has it): 0.0123 J → `12.3`. */
export function millijoules(energyJ: number | null): string {
  return energyJ === null ? UNKNOWN : digits(energyJ * 1000);
}

/** An interval of energies in mJ: `11.9 … 12.7`. */
export function millijouleInterval(interval: readonly [number, number] | null): string {
  return interval === null ? UNKNOWN : `${millijoules(interval[0])} … ${millijoules(interval[1])}`;
}

/** Milliseconds without the unit. */
export function milliseconds(latencyMs: number | null): string {
  return latencyMs === null ? UNKNOWN : digits(latencyMs);
}

export function watts(powerW: number | null): string {
  return powerW === null ? UNKNOWN : `${digits(powerW)} W`;
}

/** A time to wait, as a person says it: `8 s`, `2 min 05 s`, `1 h 10 min`. */
export function duration(durationS: number): string {
  const seconds = Math.max(0, Math.round(durationS));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  return `${Math.floor(seconds / 3600)} h ${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')} min`;
}
