/** What the exit code says. */
import { Fault, type FaultCode } from '#core/errors.ts';

export const DONE = 0;
export const FAILED = 1;
export const WRONG_USAGE = 2;
/** As shells have it for a program that Ctrl-C ended: 128 + SIGINT. */
export const INTERRUPTED = 130;

const USAGE: ReadonlySet<FaultCode> = new Set([
  'wrong-usage',
  'unknown-model',
  'unknown-precision',
  'unknown-provider',
  'nothing-to-run',
  'calibration-missing',
]);

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof Fault)) return FAILED;
  if (error.code === 'interrupted') return INTERRUPTED;
  return USAGE.has(error.code) ? WRONG_USAGE : FAILED;
}
