import { boardTotal } from '#meters/boards/rails.ts';
import { parseTegrastats } from '#meters/boards/tegrastats-parse.ts';
import type { Checks, Given } from '../checks.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /^jetson|^tegrastats/,
  async replay(recording, checks) {
    const lines = recording.files.flatMap((file) => recording.text(file).split('\n'));
    const printed = lines.filter((line) => line.trim() !== '');
    // expected.json tells of one moment.
    await checks.best(printed.map((line) => (own) => compare(own, line)));
  },
};

function compare(checks: Checks, line: string): void {
  const { rails, temperatures } = parseTegrastats(line);
  const powers = [...rails].flatMap(([name, { nowW, averageW }]): Given[] => [
    { names: [name, 'cur now power'], value: nowW, unit: 'W' },
    { names: [name, 'avg average power'], value: averageW, unit: 'W' },
  ]);
  const celsius = [...temperatures].flatMap(([name, { shownC, believedC }]): Given[] => [
    { names: [name, 'temperature'], value: shownC, unit: 'C' },
    // Some recordings tell a sentinel as it is printed, others that it is none.
    ...(believedC === null ? [{ names: [name, 'temperature'], value: null, unit: 'C' }] : []),
  ]);
  checks.readings([...powers, ...celsius]);
  checks.table('rails', powers, 'mW');
  checks.table('temperatures_C', celsius, 'C');
  const total = boardTotal(new Map([...rails].map(([name, { nowW }]) => [name, nowW])));
  const expected = checks.take('total_power_W');
  if (expected !== undefined) checks.same('total', expected, total?.powerW ?? null);
  const from = checks.take('total_from');
  if (Array.isArray(from)) checks.same('total from', [...from].sort(), [...(total?.from ?? [])].sort());
  const believed = celsius.filter(({ names }) => temperatures.get(names[0] ?? '')?.believedC != null);
  checks.notAvailable([...powers, ...believed]);
}
