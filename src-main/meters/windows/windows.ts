/** The processor on Windows: by its energy meters, and only where they cannot be opened by counters. */
import type { ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from '../environment.ts';
import { probeEmi } from './emi.ts';
import { loadEmi } from './emi-library.ts';
import { probeEnergyMeter } from './energy-meter.ts';

export async function probeWindows(environment: MeterEnvironment, load = loadEmi): Promise<ProbeResult[]> {
  if (environment.platform !== 'win32' || environment.synthetic) return [];
  let asked = false;
  const meters = await probeEmi(environment, async () => {
    const system = await load();
    asked = true;
    return system;
  });
  if (meters.ok) return [meters];
  // The counters show the same devices: where Windows was asked and knows none, they show nothing.
  if (asked && meters.fault.code === 'meter-missing') return [meters];
  return [meters, await probeEnergyMeter(environment)];
}
