/** Requests: through the proxy that the environment names, redirects followed, given up when nothing moves. */
import { gunzipSync } from 'node:zlib';
import { request, type Dispatcher } from 'undici';
import { Fault } from '#core/errors.ts';
import type { Clock } from '#core/ports.ts';
import { proxyDispatcher } from '#network/proxy.ts';
import { followRedirects, headerOf, MAX_REDIRECTS, type Answer } from '#network/redirects.ts';
import { redirected } from './addresses.ts';
import { chunksOf } from './chunks.ts';
import { networkFailure, reasonOf, statusFailure, Transient } from './errors.ts';

/** Without a byte for so long, a connection is given up, s. */
const SILENCE_S = 60;

export interface Network {
  readonly clock: Clock;
  /** Ends all that is under way. */
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
}

export interface Response extends Answer {
  /** Rejects with `Transient` when nothing comes for a minute. */
  readonly read: () => Promise<Uint8Array | null>;
}

/** The caller closes it. This program's own limit of silence counts, on its own clock. */
export function downloadDispatcher(env: NodeJS.ProcessEnv): Dispatcher {
  return proxyDispatcher(
    env,
    { bodyTimeout: 0, headersTimeout: 0 },
    (message, cause) => new Fault('download-failed', message, { cause }),
  );
}

/** Rejects with `Transient`, or with a `Fault` where waiting would not help. Any final status is returned. */
export async function get(
  start: URL,
  headers: Readonly<Record<string, string>>,
  network: Network,
): Promise<Response> {
  const found = await followRedirects(start, (url) => getOnce(url, headers, network), redirected);
  if (found === null) {
    throw new Fault('download-failed', `${start.href} redirects more than ${MAX_REDIRECTS} times`);
  }
  return found.answer;
}

/**
 * A short text, such as a list; some hosts keep theirs compressed and send nothing else. Throws `download-failed` when it
 * is longer than `maxBytes`.
 */
export async function getText(url: URL, maxBytes: number, network: Network): Promise<string> {
  const response = await get(url, {}, network);
  try {
    if (response.status !== 200) throw statusFailure(response.status, url);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for (let chunk = await response.read(); chunk !== null; chunk = await response.read()) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new Fault('download-failed', `${url.href} is longer than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    const isPacked = response.header('content-encoding') === 'gzip';
    return (isPacked ? unpacked(body, maxBytes, url) : body).toString('utf8');
  } finally {
    response.close();
  }
}

function unpacked(body: Buffer, maxBytes: number, url: URL): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (cause) {
    throw new Fault('download-failed', `${url.href} cannot be unpacked: ${reasonOf(cause)}`, { cause });
  }
}

async function getOnce(
  url: URL,
  headers: Readonly<Record<string, string>>,
  network: Network,
): Promise<Response> {
  const ended = new AbortController();
  const signal = AbortSignal.any([network.signal, ended.signal]);
  // Compressed on the way, neither the length nor a range would be that of the file.
  const all = { 'accept-encoding': 'identity', 'user-agent': 'joulemark', ...headers };
  try {
    const asked = request(url, { method: 'GET', headers: all, signal, dispatcher: network.dispatcher });
    const { statusCode, headers: given, body } = await unlessSilent(asked, url, network.clock);
    const next = chunksOf(body);
    return {
      status: statusCode,
      header: headerOf(given),
      read: async () => {
        try {
          return await unlessSilent(next(), url, network.clock);
        } catch (cause) {
          throw networkFailure(cause, url);
        }
      },
      close: () => {
        ended.abort();
        body.destroy();
      },
    };
  } catch (cause) {
    ended.abort();
    throw networkFailure(cause, url);
  }
}

/** Rejects with `Transient` when `work` takes too long. */
async function unlessSilent<T>(work: Promise<T>, url: URL, clock: Clock): Promise<T> {
  const over = new AbortController();
  const silence = clock.sleep(SILENCE_S, over.signal).then(() => null);
  try {
    const first = await Promise.race([work.then((value) => ({ value })), silence]);
    if (first === null) throw new Transient(`${url.href} sent nothing for ${SILENCE_S} s`);
    return first.value;
  } finally {
    over.abort();
    // It may still fail when the connection is closed for its silence.
    work.catch(() => undefined);
  }
}
