/** What may stand in each field; the same bounds as `#core/preferences.ts`, whose module a page may not carry. */
import { splitPlugAddress } from '#core/plug-address.ts';
import { whole } from '#core/format/number.ts';
import { parseDecimal, type Checked } from './decimal.ts';

const MOST_PER_KWH = 100_000;
const MOST_GRAMS = 5000;
const MOST_THREADS = 1024;

/** Per kWh; null for empty. */
export function checkPrice(text: string): Checked<number | null> {
  const number = parseDecimal(text);
  if (!number.ok || number.value === null) return number;
  if (number.value <= 0) return { ok: false, problem: 'Write a price above 0, or leave it empty.' };
  if (number.value > MOST_PER_KWH) return { ok: false, problem: `Write at most ${whole(MOST_PER_KWH)}.` };
  return number;
}

/** g CO2e/kWh; null for empty. 0 is a grid without any. */
export function checkGrid(text: string): Checked<number | null> {
  const number = parseDecimal(text);
  if (!number.ok || number.value === null || number.value <= MOST_GRAMS) return number;
  return { ok: false, problem: `Write grams, at most ${whole(MOST_GRAMS)}.` };
}

/** null for empty. */
export function checkThreads(text: string): Checked<number | null> {
  const written = text.trim();
  if (written === '') return { ok: true, value: null };
  const value = /^\d{1,6}$/.test(written) ? Number(written) : Number.NaN;
  if (value >= 1 && value <= MOST_THREADS) return { ok: true, value };
  return { ok: false, problem: `Write a whole number from 1 to ${whole(MOST_THREADS)}, or leave it empty.` };
}

/** null for empty. */
export function checkPlug(text: string): Checked<string | null> {
  const written = text.trim();
  if (written === '') return { ok: true, value: null };
  const address = splitPlugAddress(written);
  if (written.length <= 255 && address !== null && URL.canParse(`http://${address.host}/`)) {
    return { ok: true, value: written };
  }
  return {
    ok: false,
    problem: 'Write a host or an IP address alone, such as 192.168.1.20 or plug.local, without http://.',
  };
}
