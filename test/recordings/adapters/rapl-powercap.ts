import { counterEnergyJ } from '#core/energy/counter.ts';
import type { CounterChannel } from '#core/ports.ts';
import { openRapl } from '#meters/linux/rapl-powercap.ts';
import { listZones, type LostZone, type RaplZone } from '#meters/linux/rapl-zones.ts';
import { orNull } from '#meters/linux/system-tree.ts';
import { VirtualClock } from '#test/support/simulation/virtual-clock.ts';
import type { Checks, Given, Json, JsonObject } from '../checks.ts';
import { recordedTree, recordedTrees } from '../recorded-tree.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /^rapl/,
  async replay(recording, checks) {
    const given: Given[] = [];
    for (const root of recordedTrees(recording)) {
      const tree = recordedTree(recording, root);
      const zones = (await orNull(listZones(tree))) ?? [];
      given.push(...zones.map((zone) => givenOf(zone, root)));
      const meter = await orNull(openRapl(tree, new VirtualClock()));
      compareTotals(zones, meter?.channels ?? [], meter?.info.summed ?? [], checks);
      compareRanges(zones, meter?.channels ?? [], meter?.maxPowerW ?? 0, checks);
    }
    checks.readings(given);
    checks.notAvailable(given);
  },
};

function givenOf(zone: RaplZone | LostZone, root: string): Given {
  const names = [root, zone.id, zone.name, 'energy counter'];
  return { names, value: 'fault' in zone ? null : Number(zone.firstUj), unit: 'uJ' };
}

const namesOf = (zones: readonly (RaplZone | LostZone)[], ids: ReadonlySet<string>): Set<string> =>
  new Set(zones.filter(({ id }) => ids.has(id)).map(({ name }) => name));

/** `total_domains` must be in the meter's sum, `not_in_total` must not. */
function compareTotals(
  zones: readonly (RaplZone | LostZone)[],
  channels: readonly CounterChannel[],
  summed: readonly string[],
  checks: Checks,
): void {
  const added = new Set(channels.filter(({ domain }) => summed.includes(domain)).map(({ id }) => id));
  const inTotal = namesOf(zones, added);
  for (const name of listOf(checks.take('total_domains'))) {
    checks.same(`total contains ${name}`, true, inTotal.has(name) || added.has(name));
  }
  const outside = checks.take('not_in_total');
  for (const name of Array.isArray(outside) ? listOf(outside) : Object.keys((outside ?? {}) as JsonObject)) {
    // A mirror has the name of what it mirrors: only its own zone must not be added.
    checks.same(
      `total contains ${name}`,
      false,
      added.has(name) || (inTotal.has(name) && !isMirrored(zones, name)),
    );
  }
}

const isMirrored = (zones: readonly (RaplZone | LostZone)[], name: string): boolean =>
  zones.some((zone) => zone.name === name && zone.id.startsWith('intel-rapl-mmio'));

function listOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(String) : [];
}

function compareRanges(
  zones: readonly (RaplZone | LostZone)[],
  channels: readonly CounterChannel[],
  maxPowerW: number,
  checks: Checks,
): void {
  const ranges: Given[] = zones.map((zone) => ({
    names: ['wrap_range_uj', zone.id, zone.name],
    value: 'fault' in zone || zone.rangeUj === null ? null : Number(zone.rangeUj),
    unit: 'uJ',
  }));
  checks.table('wrap_range_uj', ranges, 'uJ');
  const [first] = zones.flatMap((zone) => ('fault' in zone ? [] : [zone]));
  const seconds = checks.take('seconds_to_wrap_at_100W');
  if (typeof seconds === 'number' && first !== undefined) {
    checks.same('seconds to wrap at 100 W', seconds, Number(first.rangeUj) / 1e6 / 100);
  }
  for (const test of (checks.take('hypothetical_followup_tests') ?? []) as readonly JsonObject[]) {
    const zone = zones.find(({ name, id }) => name === test.domain || id === test.domain);
    const channel = channels.find(({ id }) => id === zone?.id);
    if (channel === undefined || typeof test.first_uj !== 'number' || typeof test.second_uj !== 'number') {
      checks.fail(`${String(test.domain)}: no channel for a follow-up`);
      continue;
    }
    const durationS = typeof test.seconds === 'number' ? test.seconds : 1;
    const energyJ = counterEnergyJ(
      channel,
      BigInt(test.first_uj),
      BigInt(test.second_uj),
      durationS,
      maxPowerW,
    );
    checks.same(`${channel.id} follow-up`, test.joules ?? null, energyJ);
    if (typeof test.watts === 'number') checks.same(`${channel.id} power`, test.watts, energyJ / durationS);
  }
}
