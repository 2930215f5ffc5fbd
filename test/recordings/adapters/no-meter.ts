import { openHostTree } from '#host/conditions.ts';
import { Fault } from '#core/errors.ts';
import type { MeterEnvironment } from '#meters/environment.ts';
import { probeMeters } from '#meters/registry.ts';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostTree } from '#host/host-tree.ts';
import { madeEnvironment } from '#test/support/sysfs/made-environment.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';
import type { Checks } from '../checks.ts';
import type { Adapter } from '../recording.ts';

/** `$ ls -la /sys/class/…` with what it printed. */
const LISTING = /^\$ ls -la (\/sys\/\S+)\n([\s\S]*?)^exit (\d+)$/gm;

export const adapter: Adapter = {
  kinds: /^no_meter/,
  async replay(recording, checks) {
    const root = await mkdtemp(join(tmpdir(), 'joulemark-recording-'));
    try {
      const text = recording.files.map((file) => recording.text(file)).join('\n');
      for (const [, path = '', listed = '', exit] of text.matchAll(LISTING)) {
        if (exit !== '0') continue;
        const folder = join(root, path.replace('/sys/', ''));
        await mkdir(folder, { recursive: true });
        for (const name of namesIn(listed)) await mkdir(join(folder, name), { recursive: true });
      }
      await compare(checks, madeEnvironment(root, new VirtualClock()));
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
};

/** Names that `ls -la` printed, as empty folders; without `.` and `..`. */
function namesIn(listed: string): string[] {
  return [...listed.matchAll(/^[dl]\S+\s.*?(\S+)(?: -> .*)?$/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== '.' && name !== '..');
}

async function compare(checks: Checks, environment: MeterEnvironment): Promise<void> {
  checks.take('readings');
  checks.take('not_available');
  const probes = await probeMeters(environment);
  const found = probes.flatMap((probe) =>
    probe.ok && probe.meter.kind !== 'estimate' ? [probe.meter.info.id] : [],
  );
  checks.same('meters', [], found);
  for (const probe of probes) {
    if (probe.ok) continue;
    checks.same(`${probe.id} is missing`, new Fault('meter-missing', '').code, probe.fault.code);
  }
  const host = await openHostTree(hostTree(environment.sysfsRoot), false);
  const { temperatureC, onMains, throttleCount } = await host.conditions();
  checks.same('temperature', null, temperatureC);
  checks.same('mains', null, onMains);
  checks.same('throttling', null, throttleCount);
}
