/** The real outside for the meters: programs and the local network, both with a time limit. */
import { monotonicClock } from '#host/monotonic-clock.ts';
import { fetchText, followProgram, runProgram } from '#meters/outside.ts';
import type { MeterEnvironment } from '#meters/environment.ts';
import type { EstimatedMachine } from '#meters/estimate.ts';

export function meterEnvironment(
  sysfsRoot: string,
  synthetic: boolean,
  machine: EstimatedMachine,
): MeterEnvironment {
  return {
    platform: process.platform,
    clock: monotonicClock,
    sysfsRoot,
    synthetic,
    machine,
    plugAddress: null,
    run: runProgram,
    follow: followProgram,
    fetchText,
  };
}
