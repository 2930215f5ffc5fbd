/** Which file of the built page an `app://` address means. */
import { extname, resolve, sep } from 'node:path';

export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://joulemark`;

/** What the build produces; anything else is not served. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface Asset {
  readonly path: string;
  readonly mediaType: string;
}

/** The file below `root`, or null where the address is another origin's, leaves `root`, or is of no known type. */
export function findAsset(root: string, address: string): Asset | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== 'joulemark') return null;
  const pathname = decode(url.pathname);
  // A backslash separates folders on Windows; a NUL ends a path in C.
  if (pathname === null || pathname.includes('\\') || pathname.includes('\0')) return null;
  const path = resolve(root, `.${pathname.length <= 1 ? '/index.html' : pathname}`);
  const mediaType = MEDIA_TYPES[extname(path)];
  if (mediaType === undefined || !path.startsWith(resolve(root) + sep)) return null;
  return { path, mediaType };
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
