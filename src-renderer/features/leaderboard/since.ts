/** A day as the field of a date has it, in UTC, as the command line takes it. */

export function dayOf(ms: number | null): string {
  return ms === null ? '' : new Date(ms).toISOString().slice(0, 10);
}

/** ms since 1970; null: no day, or none yet while it is being typed. */
export function dayStart(day: string): number | null {
  const ms = Date.parse(day);
  return Number.isNaN(ms) ? null : ms;
}
