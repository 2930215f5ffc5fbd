import { parseFnirsiLog, type UsbSample } from '#meters/plugs/fnirsi-parse.ts';
import type { Checks, Given } from '../checks.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /usb_meter|fnirsi/,
  replay(recording, checks) {
    const logs = recording.files.map((file) => parseFnirsiLog(recording.text(file)));
    const samples = logs.flatMap((log) => log.samples);
    const refused = logs.reduce((sum, log) => sum + log.refused, 0);
    const given = [...samplesGiven(samples), ...summary(samples, refused)];
    checks.readings(given);
    checks.notAvailable(given);
    for (const key of ['first_sample', 'last_sample', 'mean', 'derived', 'energy_J', 'mean_W'])
      checks.table(key, given);
    count(checks, ['samples', 'rows', 'lines'], samples.length + refused, samples.length);
    count(checks, ['valid', 'valid_samples', 'accepted'], samples.length);
    count(
      checks,
      ['refused', 'rejected', 'garbage', 'invalid', 'invalid_samples', 'garbage_samples'],
      refused,
    );
  },
};

function count(checks: Checks, keys: readonly string[], ...given: readonly number[]): void {
  for (const key of keys) {
    const expected = checks.take(key);
    if (typeof expected === 'number') checks.same(key, true, given.includes(expected));
  }
}

function samplesGiven(samples: readonly UsbSample[]): Given[] {
  return samples.flatMap(({ voltageV, currentA, powerW }, index) => {
    const which = `${index === 0 ? 'first ' : ''}${index === samples.length - 1 ? 'last ' : ''}usb sample ${index}`;
    return [
      { names: [which, 'voltage'], value: voltageV, unit: 'V' },
      { names: [which, 'current'], value: currentA, unit: 'A' },
      { names: [which, 'power'], value: powerW, unit: 'W' },
    ];
  });
}

function summary(samples: readonly UsbSample[], refused: number): Given[] {
  const quantities = [
    ['voltage', 'V', samples.map(({ voltageV }) => voltageV)],
    ['current', 'A', samples.map(({ currentA }) => currentA)],
    ['power', 'W', samples.map(({ powerW }) => powerW)],
  ] as const;
  const counts = [
    { names: ['samples valid accepted'], value: samples.length, unit: '' },
    { names: ['samples refused rejected garbage invalid'], value: refused, unit: '' },
  ];
  return quantities
    .flatMap(([name, unit, values]): Given[] =>
      values.length === 0
        ? []
        : [
            {
              names: ['usb', `mean average ${name}`],
              value: values.reduce((sum, one) => sum + one, 0) / values.length,
              unit,
            },
            { names: ['usb', `max maximum ${name}`], value: Math.max(...values), unit },
            { names: ['usb', `min minimum ${name}`], value: Math.min(...values), unit },
          ],
    )
    .concat(counts);
}
