/** An outlet of a plug as things to compare. */
import type { Outlet } from '#meters/plugs/outlet.ts';
import type { Given } from './checks.ts';

export function outletGiven(outlet: Outlet, also: readonly string[] = []): Given[] {
  const of = (words: string, value: number | null, unit: string): Given => ({
    // The one outlet of a plug is also called by what it is.
    names: [outlet.id, ...also, words],
    value,
    unit,
  });
  return [
    of('power', outlet.powerW, 'W'),
    of('energy_total', outlet.energyTotalWh, 'Wh'),
    of('power_last_full_minute counter by_minute', outlet.lastMinuteW, 'W'),
    of('energy_today', outlet.energyTodayWh, 'Wh'),
    of('energy_yesterday', outlet.energyYesterdayWh, 'Wh'),
    of('energy_month', outlet.energyMonthWh, 'Wh'),
    of('energy_returned', outlet.energyReturnedWh, 'Wh'),
    of('voltage', outlet.voltageV, 'V'),
    of('current', outlet.currentA, 'A'),
    of('power_factor pf', outlet.powerFactor, ''),
    of('frequency', outlet.frequencyHz, 'Hz'),
    of('temperature', outlet.temperatureC, 'C'),
    of('apparent_power', outlet.apparentVa, 'VA'),
    of('reactive_power', outlet.reactiveVar, 'var'),
    ...Object.entries(outlet.phases).flatMap(
      ([phase, { powerW, voltageV, currentA, powerFactor }]): Given[] => [
        of(`phase ${phase} power`, powerW, 'W'),
        of(`phase ${phase} voltage`, voltageV, 'V'),
        of(`phase ${phase} current`, currentA, 'A'),
        of(`phase ${phase} power_factor pf`, powerFactor, ''),
      ],
    ),
  ];
}
