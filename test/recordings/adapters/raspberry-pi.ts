import { parsePmic } from '#meters/boards/pi-pmic-parse.ts';
import { parseThrottled, throttledNow, throttledSinceStart } from '#host/throttled-bits.ts';
import type { Checks, Given, Json } from '../checks.ts';
import type { Adapter } from '../recording.ts';

export const adapter: Adapter = {
  kinds: /rasp|^rpi|^pi\d?_|^pi5|pmic|vcgencmd/,
  async replay(recording, checks) {
    const texts = recording.files.map((file) => recording.text(file));
    const throttled = texts.map(throttledIn).find((bits) => bits !== null) ?? null;
    await checks.best(texts.map((text) => (own) => compare(own, text, throttled)));
  },
};

const throttledIn = (text: string): number | null => parseThrottled(/throttled=\S+/.exec(text)?.[0] ?? '');

function compare(checks: Checks, text: string, throttled: number | null): void {
  const { rails, voltagesV, outputsW } = parsePmic(text);
  const given = [...rails].flatMap(([name, { currentA, voltageV, powerW }]): Given[] => [
    { names: [name, 'current'], value: currentA, unit: 'A' },
    { names: [name, 'voltage volt'], value: voltageV, unit: 'V' },
    { names: [name, 'power'], value: powerW, unit: 'W' },
  ]);
  for (const [name, value] of voltagesV) given.push({ names: [name, 'voltage volt'], value, unit: 'V' });
  given.push({ names: ['total sum pmic outputs rails power soc board'], value: outputsW, unit: 'W' });
  checks.readings(given);
  checks.table('rails', given, 'W');
  checks.table('voltages', given, 'V');
  // The sum has several names; a fit to the wall's power is somebody's estimate, and not ours.
  for (const key of Object.keys(checks.expected)) {
    if (/(sum|total).*_W$/i.test(key) && !/estimate|fit|wall|input/i.test(key)) {
      checks.same(key, checks.take(key) ?? null, outputsW);
    }
  }
  checks.notAvailable(given);
  compareThrottled(checks, checks.take('throttled'), throttled);
}

function compareThrottled(checks: Checks, expected: Json | undefined, bits: number | null): void {
  if (expected === undefined) return;
  if (typeof expected === 'string' || typeof expected === 'number') {
    checks.same('throttled', parseThrottled(String(expected)), bits);
  } else if (typeof expected === 'object' && expected !== null && !Array.isArray(expected)) {
    const told: Readonly<Record<string, Json>> =
      bits === null ? {} : { now: { ...throttledNow(bits) }, since_start: { ...throttledSinceStart(bits) } };
    for (const [key, value] of Object.entries(expected))
      checks.same(`throttled ${key}`, value as Json, told[key]);
  }
}
