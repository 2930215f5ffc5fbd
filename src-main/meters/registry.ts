/** All meters, probed with real readings: what can be used here, and why the rest cannot. */
import type { ProbeResult } from '#core/ports.ts';
import type { MeterEnvironment } from './environment.ts';
import { openEstimate } from './estimate.ts';
import { probeRapl } from './linux/rapl-powercap.ts';
import { probeHwmon } from './linux/hwmon.ts';
import { probeLinuxBattery } from './linux/battery.ts';
import { probeAppleBattery } from './macos/apple-battery.ts';
import { probeMac } from './macos/macos.ts';
import { probeNvidia } from './nvidia/nvidia.ts';
import { probePlug } from './plugs/plug.ts';
import { probeWindowsBattery } from './windows/battery.ts';
import { probeWindows } from './windows/windows.ts';
import { probeBoard } from './boards/jetson.ts';
import { probePiPmic } from './boards/pi-pmic.ts';
import { probeAmdTools } from './amd/tools.ts';

type Probe = (environment: MeterEnvironment) => Promise<ProbeResult[]>;

/** In the order in which they are shown. One that finds several devices gives several results. */
const PROBES: readonly Probe[] = [
  probeRapl,
  probeHwmon,
  probeLinuxBattery,
  probeWindows,
  probeWindowsBattery,
  probeMac,
  probeAppleBattery,
  probeNvidia,
  probeBoard,
  probePiPmic,
  probeAmdTools,
  probePlug,
  probeEstimate,
];

export async function probeMeters(environment: MeterEnvironment): Promise<ProbeResult[]> {
  return (await Promise.all(PROBES.map((probe) => probe(environment)))).flat();
}

function probeEstimate({ machine }: MeterEnvironment): Promise<ProbeResult[]> {
  return Promise.resolve([{ ok: true, meter: openEstimate(machine), lastReading: null }]);
}
