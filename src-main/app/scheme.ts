/** The `app://` scheme, from which the window loads its page instead of the file system. */
import { readFileSync } from 'node:fs';
import { protocol } from 'electron';
import { APP_SCHEME, findAsset } from './asset.ts';
import { PAGE_HEADERS } from './page-policy.ts';

/** Must be called before the app is ready: Chromium fixes the list of schemes at its start. */
export function announceScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the files below `root`, which is the built renderer. */
export function serveScheme(root: string): void {
  protocol.handle(APP_SCHEME, (request) => {
    const asset = request.method === 'GET' ? findAsset(root, request.url) : null;
    const body = asset === null ? null : readAsset(asset.path);
    if (asset === null || body === null)
      return new Response('Not found', { status: 404, headers: PAGE_HEADERS });
    return new Response(body, { headers: { ...PAGE_HEADERS, 'Content-Type': asset.mediaType } });
  });
}

/** At once: the files are small, and to wait for them among all else of a start takes longer than to read them. */
function readAsset(path: string): Uint8Array<ArrayBuffer> | null {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return null;
    throw error;
  }
}
