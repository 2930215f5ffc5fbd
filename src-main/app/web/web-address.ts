/** Addresses of the pages that run models: each has an origin of its own, which nobody can guess. */
import { resolve, sep } from 'node:path';
import { APP_SCHEME } from '../asset.ts';

const HOST = /^web-[0-9a-f]{32}$/;

/** `token`: 32 hexadecimal digits. */
export function webOrigin(token: string): string {
  return `${APP_SCHEME}://web-${token}`;
}

/** What a page may load at all: what lies below such an origin. */
export function isWebAddress(address: string): boolean {
  return parse(address) !== null;
}

/** The file of the built page, or the file of the page's model by its place; null: neither. */
export type WebTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'model'; readonly token: string; readonly index: number };

/** `root`: the built page. Files lie in it or in its folder `ort`, with plain names. */
export function findWebTarget(root: string, address: string): WebTarget | null {
  const url = parse(address);
  if (url === null) return null;
  const model = /^\/model\/(\d{1,6})$/.exec(url.pathname)?.[1];
  if (model !== undefined)
    return { kind: 'model', token: url.host.slice('web-'.length), index: Number(model) };
  if (!/^\/(?:ort\/)?[A-Za-z0-9_][\w.-]*\.(?:html|js|mjs|wasm)$/.test(url.pathname)) return null;
  const path = resolve(root, `.${url.pathname}`);
  return path.startsWith(resolve(root) + sep) ? { kind: 'file', path } : null;
}

function parse(address: string): URL | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === `${APP_SCHEME}:` && HOST.test(url.host) ? url : null;
}
