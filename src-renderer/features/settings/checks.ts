/** What may stand in each field of the settings; the same as `#core/preferences.ts`, whose module a page may not carry. */
import { optionalNumberReader, type Typed } from '#core/format/typed-number.ts';
import { GRID_GRAMS_PER_KWH, PRICE_PER_KWH, THREADS } from '#core/number-bounds.ts';
import { splitPlugAddress } from '#core/plug-address.ts';

export const readPrice = optionalNumberReader(PRICE_PER_KWH);
export const readGrid = optionalNumberReader(GRID_GRAMS_PER_KWH);
export const readThreads = optionalNumberReader(THREADS);

/** null for empty. Whether an http address is this machine's own, the only one that is asked, main says. */
export function readUpdateAddress(text: string): Typed<string | null> {
  const written = text.trim();
  if (written === '') return { ok: true, value: null };
  if (written.length <= 2000 && URL.canParse(written) && /^https?:$/.test(new URL(written).protocol)) {
    return { ok: true, value: written };
  }
  return { ok: false, problem: 'Write a whole address that begins with https://.' };
}

/** null for empty. */
export function readPlug(text: string): Typed<string | null> {
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
