import { Fault } from '#core/errors.ts';
import { jsonWithin } from '#meters/json.ts';
import { parseDcmi } from '#meters/plugs/ipmi-parse.ts';
import { parseRedfish } from '#meters/plugs/redfish-parse.ts';
import type { Given } from '../checks.ts';
import type { Adapter, Recording } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /ipmi|dcmi|redfish/,
  async replay(recording, checks) {
    // Beside the document of the power there may be others of the same server.
    await checks.best(
      recording.files.map((file) => (own) => {
        const given = givenOf(recording, file);
        own.readings(given);
        own.notAvailable(given);
        for (const key of ['total_power_W', 'must_report_W', 'supplies', 'derived']) own.table(key, given);
        if (given.length === 0)
          own.same('refused', true, own.expected.readings === undefined || isEmpty(own.expected.readings));
      }),
    );
  },
};

function givenOf(recording: Recording, file: string): Given[] {
  try {
    return /redfish/.test(recording.kind)
      ? redfishGiven(recording.text(file))
      : dcmiGiven(recording.text(file));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return [];
  }
}

const WHOLE = 'machine system chassis server wall psu ac';

function dcmiGiven(text: string): Given[] {
  const { instantaneousW, minimumW, maximumW, averageW, periodS } = parseDcmi(text);
  return [
    { names: [WHOLE, 'power instantaneous current now'], value: instantaneousW, unit: 'W' },
    { names: [WHOLE, 'power minimum min'], value: minimumW, unit: 'W' },
    { names: [WHOLE, 'power maximum max'], value: maximumW, unit: 'W' },
    { names: [WHOLE, 'power average mean avg'], value: averageW, unit: 'W' },
    { names: [WHOLE, 'sampling period'], value: periodS, unit: 's' },
  ];
}

function redfishGiven(text: string): Given[] {
  const power = parseRedfish(jsonWithin(text));
  return [
    { names: [WHOLE, 'power consumed PowerConsumedWatts'], value: power.consumedW, unit: 'W' },
    { names: [WHOLE, 'capacity PowerCapacityWatts'], value: power.capacityW, unit: 'W' },
    { names: [WHOLE, 'power minimum min MinConsumedWatts'], value: power.minimumW, unit: 'W' },
    { names: [WHOLE, 'power maximum max MaxConsumedWatts'], value: power.maximumW, unit: 'W' },
    { names: [WHOLE, 'power average mean avg AverageConsumedWatts'], value: power.averageW, unit: 'W' },
    { names: [WHOLE, 'interval IntervalInMin'], value: power.intervalMinutes, unit: 'min' },
    ...power.supplies.flatMap(({ name, inputW, outputW, inputV }, index): Given[] => {
      const supply = `psu ${index} ps${index + 1} supply ${name ?? ''}`;
      return [
        { names: [supply, 'power input'], value: inputW, unit: 'W' },
        { names: [supply, 'power output'], value: outputW, unit: 'W' },
        { names: [supply, 'voltage input'], value: inputV, unit: 'V' },
      ];
    }),
  ];
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
