/** The real outside for the meters: programs and the local network, both with a time limit. */
import { monotonicClock } from '#host/monotonic-clock.ts';
import { fetchText, followProgram, runProgram } from '#meters/outside.ts';
import type { MeterEnvironment } from '#meters/environment.ts';
import type { EstimatedMachine } from '#meters/estimate.ts';
import type { MeterSources } from './places.ts';

export function meterEnvironment(
  { sysfsRoot, plugAddress }: MeterSources,
  machine: EstimatedMachine,
): MeterEnvironment {
  return {
    platform: process.platform,
    clock: monotonicClock,
    sysfsRoot: sysfsRoot ?? '/sys',
    synthetic: sysfsRoot !== null,
    machine,
    plugAddress,
    run: runProgram,
    follow: followProgram,
    fetchText,
  };
}
