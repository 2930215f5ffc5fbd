/** What a page may fetch at all: its own files. The policy in its headers says the same; this one cannot be lost. */
import { APP_ORIGIN } from './asset.ts';

/** `devServer`: origin of the development server whose page is shown instead of ours, or null. */
export function mayLoad(address: string, devServer: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  if (protocol === 'devtools:' || protocol === 'data:') return true;
  const origin = `${protocol}//${host}`;
  // The development server also speaks WebSocket, to reload the page.
  return origin === APP_ORIGIN || (devServer !== null && origin.replace(/^ws/, 'http') === devServer);
}
