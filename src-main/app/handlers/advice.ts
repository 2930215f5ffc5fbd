import { app, powerMonitor } from 'electron';
import type { AdviceCalls } from '#ipc/calls/advice.ts';
import { lookForAdvice } from '#runner/advice.ts';
import type { MakeHandlers } from './parts.ts';

export const adviceHandlers: MakeHandlers<AdviceCalls> = ({ places }) => ({
  getAdvice: () =>
    lookForAdvice({
      sysfsRoot: places.meterSources.sysfsRoot,
      helpersCpuSeconds,
      onMains: !powerMonitor.isOnBatteryPower(),
      screenEnv: process.env,
    }),
});

/** Of the window's page and of all other processes of this program but this one, s. */
function helpersCpuSeconds(): number {
  const others = app.getAppMetrics().filter(({ type }) => type !== 'Browser');
  return others.reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? 0), 0);
}
