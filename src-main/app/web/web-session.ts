/** The browser session of the pages that run models: apart from the window's, in memory, and locked as much. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { session, type Session } from 'electron';
import { APP_SCHEME } from '../asset.ts';
import { lockSession } from '../lockdown.ts';
import type { ModelBytes } from './model-bytes.ts';
import { findWebTarget, isWebAddress, type WebTarget } from './web-address.ts';
import { webHeaders } from './web-policy.ts';

export interface WebSession {
  readonly session: Session;
  /** Models to serve, by the token of the page that may have them. */
  readonly models: Map<string, ModelBytes>;
}

/** `root`: the built page. Call once, when Electron is ready. */
export function openWebSession(root: string): WebSession {
  // Without `persist:` at its front, nothing of it is written to the disk.
  const own = session.fromPartition('joulemark-web');
  const models = new Map<string, ModelBytes>();
  lockSession(own, isWebAddress);
  own.protocol.handle(APP_SCHEME, async (request) => {
    const target = request.method === 'GET' ? findWebTarget(root, request.url) : null;
    const body = target === null ? null : await bodyOf(target, models);
    if (target === null || body === null)
      return new Response('Not found', { status: 404, headers: webHeaders('') });
    return new Response(body, {
      headers: webHeaders(target.kind === 'file' ? extname(target.path).slice(1) : ''),
    });
  });
  return { session: own, models };
}

async function bodyOf(
  target: WebTarget,
  models: ReadonlyMap<string, ModelBytes>,
): Promise<Blob | Uint8Array<ArrayBuffer> | null> {
  if (target.kind === 'model') {
    const chunks = models.get(target.token)?.[target.index];
    return chunks === undefined ? null : new Blob([...chunks]);
  }
  return readFile(target.path).then(
    (bytes) => new Uint8Array(bytes),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
}
