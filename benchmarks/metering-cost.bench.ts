/**
 * What metering costs by itself: processor time of the measuring process in a run at the standard
 * settings, as a share of one core, on a made sysfs tree whose counter steps every millisecond. The
 * workload sleeps, so that all the time is ours. Target: less than 0.5 %.
 */
import { join } from 'node:path';
import type { Host } from '#core/ports.ts';
import { STANDARD } from '#core/protocol/constants.ts';
import { measureIdle } from '#engine/idle-window.ts';
import { openHost } from '#host/conditions.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { probeMeters } from '#meters/registry.ts';
import { madeEnvironment } from '#test/support/sysfs/made-environment.ts';
import { madeSysfs, removeTree } from '#test/support/sysfs/made-rapl.ts';
import { raiseCounter } from '#test/support/sysfs/rising-counter.ts';

const TARGET = 0.005;
const WINDOWS = 10;

const rangeUj = 262_143_328_850;
const root = await madeSysfs([
  { zone: 'intel-rapl:0', name: 'package-0', energyUj: '1', rangeUj: String(rangeUj) },
  { zone: 'intel-rapl:0:0', name: 'dram', energyUj: '1', rangeUj: String(rangeUj) },
]);
const file = join(root, 'class/powercap/intel-rapl:0/energy_uj');
const end = await raiseCounter({ file, powerW: 20, startUj: 1, rangeUj, periodMs: 1 });
try {
  const probes = await probeMeters(madeEnvironment(root, monotonicClock));
  const meters = probes.flatMap((probe) => (probe.ok ? [probe.meter] : []));
  const metered = await shareOfACore(meters, await openHost(root));
  const bare = await shareOfACore([], await openHost(root));
  process.stdout.write(
    `${WINDOWS} windows of ${STANDARD.windowSeconds} s: ${(metered * 100).toFixed(3)} % of one core with ` +
      `${meters.map(({ info }) => info.id).join(' and ')}, ${(bare * 100).toFixed(3)} % without a meter: ` +
      `${metered < TARGET ? 'within' : 'OVER'} the target of ${TARGET * 100} %.\n`,
  );
  process.exitCode = metered < TARGET ? 0 : 1;
} finally {
  await end();
  await removeTree(root);
}

/** Of the engine's own windows, as it measures them: waiting, reading, judging. */
async function shareOfACore(meters: Parameters<typeof measureIdle>[1], host: Host): Promise<number> {
  const context = {
    clock: monotonicClock,
    host,
    constants: { ...STANDARD, maxRepeats: 0 },
    scenario: { kind: 'back-to-back' as const },
    signal: new AbortController().signal,
    runStartS: monotonicClock.nowS(),
    startedOnMains: null,
    notice: () => undefined,
  };
  const before = process.cpuUsage();
  const startS = monotonicClock.nowS();
  for (let round = 0; round < WINDOWS; round += 1) {
    await measureIdle([], meters, round, new Map(), context);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / (monotonicClock.nowS() - startS);
}
