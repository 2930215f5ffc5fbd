import { parsePmset } from '#meters/macos/pmset-parse.ts';
import type { Checks, Given, Json } from '../checks.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /^pmset/,
  replay(recording, checks) {
    for (const file of recording.files) compareFile(checks, file, recording.text(file));
  },
};

function compareFile(checks: Checks, file: string, text: string): void {
  const { source, onMains, batteries } = parsePmset(text);
  const [first] = batteries;
  const given = batteries.flatMap(({ name, percent, minutesLeft }): Given[] => [
    { names: [file, name, 'battery capacity charge level percent percentage'], value: percent, unit: '%' },
    { names: [file, name, 'battery time remaining left'], value: minutesLeft, unit: 'min' },
  ]);
  const texts: Readonly<Record<string, Json>> = {
    source,
    power_source: source,
    drawing_from: source,
    state: first?.state ?? null,
    status: first?.state ?? null,
    on_mains: onMains,
    ac: onMains,
    on_ac: onMains,
    on_battery: !onMains,
    present: first?.present ?? null,
  };
  for (const [key, value] of Object.entries(texts)) {
    const expected = checks.take(key);
    if (expected !== undefined) checks.same(key, expected, value);
  }
  checks.readings(given);
  checks.notAvailable(given);
  for (const key of [
    'percent',
    'capacity_percent',
    'minutes_left',
    'remaining_min',
    'files',
    'states',
    'batteries',
  ]) {
    checks.table(key, given);
  }
}
