import { Fault } from '#core/errors.ts';
import { jsonWithin } from '#meters/json.ts';
import type { Outlet } from '#meters/plugs/outlet.ts';
import { parseShelly } from '#meters/plugs/shelly-parse.ts';
import { parseTasmota, tasmotaRelays } from '#meters/plugs/tasmota-parse.ts';
import { parseTplink } from '#meters/plugs/tplink-parse.ts';
import type { Given } from '../checks.ts';
import { outletGiven } from '../outlet-given.ts';
import type { Adapter, Recording } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /shelly|tasmota|tplink|tapo|kasa/,
  replay(recording, checks) {
    const answers = recording.files
      .map((file) => jsonWithin(recording.text(file)))
      .filter((json) => json !== undefined);
    const faults: Fault[] = [];
    const given = answers.flatMap((answer) => {
      try {
        return givenOf(recording, answer);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        faults.push(error);
        return [];
      }
    });
    const relays = answers.flatMap((answer) => tasmotaRelays(answer));
    checks.readings(given);
    checks.notAvailable(given);
    for (const key of [
      'derived',
      'outlets',
      'channels',
      'children',
      'emeter',
      'total_power_W',
      'must_report_W',
    ]) {
      checks.table(key, given);
    }
    const relay = checks.take('relay');
    if (typeof relay === 'boolean' && relays.length > 0) checks.same('relay', relay, relays[0] ?? null);
    // A recording of a device without a meter must be refused by name.
    const says = checks.expected.must_report;
    if (given.length === 0 && faults.length > 0 && typeof says === 'string') {
      checks.same('refused', true, /not|no |without|unavailable|null/i.test(says));
    } else if (given.length === 0)
      checks.fail(`nothing was read: ${faults.map(String).join('; ') || 'no JSON'}`);
  },
};

function givenOf({ kind }: Recording, answer: unknown): Given[] {
  if (/shelly/.test(kind)) return namedGiven(parseShelly(answer));
  if (/tasmota/.test(kind)) return namedGiven(parseTasmota(answer));
  return parseTplink(answer).flatMap(({ outlet, powersW }, index, all) => [
    ...outletGiven(outlet, all.length === 1 ? [SINGLE] : [`child ${index}`]),
    ...Object.entries(powersW).map(([query, powerW]) => ({
      names: [outlet.id, query, 'current_power power'],
      value: powerW,
      unit: 'W',
    })),
  ]);
}

/** What the only outlet of a plug may be called. */
const SINGLE = 'plug wall machine outlet switch relay meter device ac';

function namedGiven(outlets: readonly Outlet[]): Given[] {
  const numbered = (outlet: Outlet) => `${/\d+$/.exec(outlet.id)?.[0] ?? ''} relay switch meter channel`;
  return outlets.flatMap((outlet) =>
    outletGiven(outlet, outlets.length === 1 ? [SINGLE] : [numbered(outlet)]),
  );
}
