/** Which addresses a download may use: https, http on this machine only, and files for a list on this machine. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from '#core/errors.ts';
import { isSecure } from '#network/secure.ts';

/** Of a list of downloads or one of its files, as absolute. `base`: the list's own address. Throws `download-failed`. */
export function resolveAddress(address: string, base: URL): URL {
  const url = absolute(address, base);
  if (url === null) throw refused(`"${address}" is no address`);
  checkScheme(url);
  if (url.protocol === 'file:' && base.protocol !== 'file:') {
    // A list from the network could else read any file of this machine.
    throw refused(`${base.href} names ${url.href}, and only a list in a file may name files`);
  }
  return url;
}

/** Of an argument: an address, or a path from `cwd`. Throws `wrong-usage`, or `download-failed` as `checkScheme` does. */
export function givenAddress(given: string, cwd: string): URL {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(given)) return pathToFileURL(resolve(cwd, given));
  if (!URL.canParse(given)) throw new Fault('wrong-usage', `"${given}" is no address`);
  const url = new URL(given);
  checkScheme(url);
  return url;
}

/** Throws `download-failed` for any address but https, http to this machine, and files. */
export function checkScheme(url: URL): void {
  if (url.protocol === 'file:' || isSecure(url)) return;
  throw refused(`${url.href} is not fetched over https`);
}

/** Where a server sends us on to. Throws `download-failed`: only https, or from this machine to this machine. */
export function redirected(location: string, from: URL): URL {
  const to = absolute(location, from);
  if (to !== null && isSecure(to, from)) return to;
  throw refused(`${from.href} redirects to ${location}, which is not https`);
}

function absolute(address: string, base: URL): URL | null {
  return URL.canParse(address, base.href) ? new URL(address, base) : null;
}

function refused(why: string): Fault {
  return new Fault('download-failed', why, { remedy: 'Ask whoever keeps the list of downloads.' });
}
