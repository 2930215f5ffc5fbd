/** Under which conditions a row was measured: a summary of its windows. */
import type { z } from 'zod';
import type { Window, WindowFlag } from '../record/schema.ts';
import type { conditionsSchema } from './schema.ts';

/** `windows` holds at least one measuring window. */
export function conditionsOf(windows: readonly Window[]): z.infer<typeof conditionsSchema> {
  const measuring = windows.filter((window) => window.kind === 'measure');
  const flagged: Partial<Record<WindowFlag, number>> = {};
  for (const flag of measuring.flatMap((window) => window.flags)) flagged[flag] = (flagged[flag] ?? 0) + 1;
  const temperatures = windows.flatMap(({ temperatureC }) => (temperatureC === null ? [] : [temperatureC]));
  return {
    rounds: new Set(measuring.map((window) => window.round)).size,
    measureWindows: measuring.length,
    flagged,
    temperatureC:
      temperatures.length === 0 ? null : { min: Math.min(...temperatures), max: Math.max(...temperatures) },
  };
}

/** Rounds in which at least one measuring window carries no flag, so that its figures count. */
export function cleanRounds(windows: readonly Window[]): number {
  const clean = windows.filter((window) => window.kind === 'measure' && window.flags.length === 0);
  return new Set(clean.map((window) => window.round)).size;
}
