/** The machine as a run finds it: facts, software, meters. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Host, Meter, ProbeResult } from '#core/ports.ts';
import type { MachineFacts, MeterStatus, SoftwareFacts } from '#core/record/schema.ts';
import { openHost } from '#host/conditions.ts';
import { readMachineFacts } from '#host/facts.ts';
import { monotonicClock } from '#host/monotonic-clock.ts';
import { probeMeters } from '#meters/registry.ts';
import type { Places } from './places.ts';

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
  const sysfsRoot = places.sysfsRoot ?? '/sys';
  const [machine, host] = await Promise.all([readMachineFacts(), openHost(sysfsRoot)]);
  const probes = await probeMeters({ clock: monotonicClock, sysfsRoot, machine });
  return {
    machine,
    software: softwareFacts(places, electron),
    host,
    meters: probes.flatMap((probe) => (probe.ok ? [probe.meter] : [])),
    statuses: probes.map(statusOf),
    synthetic: places.sysfsRoot !== null,
  };
}

function statusOf(probe: ProbeResult): MeterStatus {
  if (!probe.ok) return { status: 'unavailable', id: probe.id, fault: probe.fault };
  const { domains, summed, ...info } = probe.meter.info;
  return { status: 'available', ...info, domains: [...domains], summed: [...summed] };
}

function softwareFacts(places: Places, electron: string | null): SoftwareFacts {
  const require = createRequire(join(places.packageRoot, 'package.json'));
  const { version } = require('onnxruntime-node/package.json') as { version: string };
  return { joulemark: places.version, onnxruntime: version, node: process.versions.node, electron };
}
