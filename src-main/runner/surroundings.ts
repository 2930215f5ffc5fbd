/** The machine as a run finds it: facts, software, meters. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Host, Meter, ProbeResult } from '#core/ports.ts';
import type { MachineFacts, MeterStatus, SoftwareFacts } from '#core/record/schema.ts';
import { openHost } from '#host/conditions.ts';
import { readMachineFacts } from '#host/facts.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { probeMeters } from '#meters/registry.ts';
import { openReplay } from '#meters/replay.ts';
import { meterEnvironment } from './meter-environment.ts';
import type { MeterSources, Places } from './places.ts';

export interface Surroundings {
  readonly machine: MachineFacts;
  readonly software: SoftwareFacts;
  readonly host: Host;
  readonly meters: readonly Meter[];
  readonly statuses: readonly MeterStatus[];
  readonly synthetic: boolean;
}

/** Takes about a second: reads the machine's facts and probes each meter with real readings. */
export async function lookAround(places: Places, electron: string | null): Promise<Surroundings> {
  const { meterSources } = places;
  const sysfsRoot = meterSources.sysfsRoot ?? '/sys';
  const [machine, host] = await Promise.all([readMachineFacts(), openHost(sysfsRoot)]);
  const probes = await findMeters(meterSources, machine);
  return {
    machine,
    software: softwareFacts(places, electron),
    host,
    meters: probes.flatMap((probe) => (probe.ok ? [probe.meter] : [])),
    statuses: probes.map(statusOf),
    synthetic: meterSources.sysfsRoot !== null || meterSources.replayFile !== null,
  };
}

/** A replay stands in place of every meter: nothing real is beside it. */
async function findMeters(sources: MeterSources, machine: MachineFacts): Promise<ProbeResult[]> {
  if (sources.replayFile === null) return probeMeters(meterEnvironment(sources, machine));
  const meter = await openReplay(sources.replayFile, monotonicClock);
  return [{ ok: true, meter, lastReading: null }];
}

function statusOf(probe: ProbeResult): MeterStatus {
  if (!probe.ok) {
    const { id, tier, domains, fault, fix } = probe;
    return { status: 'unavailable', id, tier, domains: [...domains], fault, fix };
  }
  const { domains, summed, deviceName = null, ...info } = probe.meter.info;
  const lists = { domains: [...domains], summed: [...summed] };
  return { status: 'available', ...info, ...lists, deviceName, lastReading: probe.lastReading };
}

export function softwareFacts(places: Places, electron: string | null): SoftwareFacts {
  const require = createRequire(join(places.packageRoot, 'package.json'));
  const { version } = require('onnxruntime-node/package.json') as { version: string };
  return { joulemark: places.version, onnxruntime: version, node: process.versions.node, electron };
}

/** Ends the programs that meters follow. */
export async function closeMeters(meters: readonly Meter[]): Promise<void> {
  await Promise.all(meters.map((meter) => ('close' in meter ? meter.close?.() : undefined)));
}
