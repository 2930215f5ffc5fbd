/** A leaderboard on a web server, brought to a temporary file. */
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { Fault } from '#core/errors.ts';
import { ask } from '#network/ask.ts';
import { proxyDispatcher } from '#network/proxy.ts';
import { followRedirects, MAX_REDIRECTS } from '#network/redirects.ts';
import { fileFault, systemCode } from '#disk/file-fault.ts';

export interface FetchLimits {
  /** Of the unpacked file. */
  readonly maxBytes: number;
  /** From the first request to the last byte. */
  readonly timeoutMs: number;
}

export const FETCH_LIMITS: FetchLimits = { maxBytes: 16 * 2 ** 30, timeoutMs: 30 * 60_000 };

/** Without an answer or a byte for so long, a connection is given up. */
const SILENCE_MS = 60_000;
const GZIPPED = { 'accept-encoding': 'gzip' };
const TIMEOUTS = { headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS, connectTimeout: SILENCE_MS / 2 };

export function isAddress(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/**
 * Through the proxy of `env` (HTTPS_PROXY, HTTP_PROXY, NO_PROXY). Throws a `Fault`: source-unreachable, or
 * file-unwritable for this machine's disk; what has come by then stays.
 */
export async function fetchBoard(
  address: string,
  target: string,
  env: NodeJS.ProcessEnv,
  { maxBytes, timeoutMs }: FetchLimits = FETCH_LIMITS,
): Promise<void> {
  if (!URL.canParse(address)) throw unreachable(`"${address}" is no address`);
  const start = new URL(address);
  const dispatcher = proxyDispatcher(env, TIMEOUTS, unreachable);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { answer, url } = await follow(start, dispatcher, signal);
    refusePage(answer.header('content-type'), url);
    const isPacked = answer.header('content-encoding') === 'gzip';
    await pipeline(
      [answer.body, ...(isPacked ? [createGunzip()] : []), limited(maxBytes, url), createWriteStream(target)],
      { signal },
    );
  } catch (cause) {
    if (signal.aborted) {
      throw unreachable(`${shown(start)} took more than ${Math.round(timeoutMs / 1000)} s`, cause);
    }
    throw failure(start, target, cause);
  } finally {
    await dispatcher.destroy();
  }
}

async function follow(start: URL, dispatcher: Dispatcher, signal: AbortSignal) {
  const found = await followRedirects(start, (url) => ask(url, GZIPPED, dispatcher, signal), redirected);
  if (found === null) throw unreachable(`${shown(start)} redirects more than ${MAX_REDIRECTS} times`);
  const { answer, url } = found;
  if (answer.status === 200) return found;
  answer.close();
  throw unreachable(`${shown(url)} answered ${answer.status}`);
}

/** Not from https to http: whoever stands between could then write the board. */
function redirected(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isAllowed = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
  if (to === null || !isAllowed) throw unreachable(`${shown(from)} redirects to what is not https`);
  return to;
}

/** Sites that show files send a page about the file at the address that people copy. */
function refusePage(type: string | null, url: URL): void {
  if (!/^text\/html\b/i.test(type ?? '')) return;
  throw new Fault('source-unreachable', `${shown(url)} is a web page, not a leaderboard file`, {
    remedy: 'Name the address of the file itself (on GitHub and GitLab: "raw").',
  });
}

function limited(maxBytes: number, url: URL): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(unreachable(`${shown(url)} is larger than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
}

function failure(url: URL, target: string, cause: unknown): unknown {
  if (cause instanceof Fault) return cause;
  if (cause instanceof Error && 'syscall' in cause && ['write', 'open'].includes(String(cause.syscall))) {
    return fileFault('file-unwritable', 'write', target, cause);
  }
  // undici's own text is sometimes empty; the code or the cause says it.
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause;
  const why = (inner instanceof Error && inner.message) || systemCode(inner) || 'no answer';
  return unreachable(`cannot fetch ${shown(url)}: ${why}`, cause);
}

/** As `shown`; what is no address stays as it is. */
export function shownAddress(address: string): string {
  return URL.canParse(address) ? shown(new URL(address)) : address;
}

/** Without a name and password that the address may hold. */
function shown(url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare.href;
}

function unreachable(message: string, cause?: unknown): Fault {
  return new Fault('source-unreachable', message, cause === undefined ? {} : { cause });
}
