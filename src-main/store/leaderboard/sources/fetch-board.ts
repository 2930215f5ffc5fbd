/** A leaderboard on a web server, brought to a temporary file. */
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { Fault } from '#core/errors.ts';
import { fileFault, systemCode } from '../../file-fault.ts';

export interface FetchLimits {
  /** Of the unpacked file. */
  readonly maxBytes: number;
  /** From the first request to the last byte. */
  readonly timeoutMs: number;
}

export const FETCH_LIMITS: FetchLimits = { maxBytes: 16 * 2 ** 30, timeoutMs: 30 * 60_000 };

const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
/** Without an answer or a byte for so long, a connection is given up. */
const SILENCE_MS = 60_000;

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
  const dispatcher = dispatcherFor(env);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { body, headers, url } = await follow(start, dispatcher, signal);
    refusePage(headers['content-type'], url);
    const isPacked = headers['content-encoding'] === 'gzip';
    await pipeline(
      [body, ...(isPacked ? [createGunzip()] : []), limited(maxBytes, url), createWriteStream(target)],
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

interface Answer {
  readonly body: Readable;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly url: URL;
}

async function follow(start: URL, dispatcher: Dispatcher, signal: AbortSignal): Promise<Answer> {
  let url = start;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const headers = { 'accept-encoding': 'gzip', 'user-agent': 'joulemark' };
    const { statusCode, headers: given, body } = await request(url, { headers, dispatcher, signal });
    if (statusCode === 200) return { body, headers: given, url };
    // The answer is not read: without a listener its end would be an error of the process.
    body.on('error', () => undefined).destroy();
    const location = [given['location']].flat().at(-1);
    if (!REDIRECTS.includes(statusCode) || location === undefined) {
      throw unreachable(`${shown(url)} answered ${statusCode}`);
    }
    url = redirected(location, url);
  }
  throw unreachable(`${shown(start)} redirects more than ${MAX_REDIRECTS} times`);
}

/** Not from https to http: whoever stands between could then write the board. */
function redirected(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  const isAllowed = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
  if (to === null || !isAllowed) throw unreachable(`${shown(from)} redirects to what is not https`);
  return to;
}

/** Sites that show files send a page about the file at the address that people copy. */
function refusePage(type: string | string[] | undefined, url: URL): void {
  if (!/^text\/html\b/i.test(String(type))) return;
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

function dispatcherFor(env: NodeJS.ProcessEnv): Dispatcher {
  const of = (name: string): string => env[name.toLowerCase()] || env[name] || '';
  const timeouts = { headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS, connectTimeout: SILENCE_MS / 2 };
  if (of('HTTP_PROXY') === '' && of('HTTPS_PROXY') === '') return new Agent(timeouts);
  try {
    return new EnvHttpProxyAgent({
      httpProxy: of('HTTP_PROXY'),
      httpsProxy: of('HTTPS_PROXY'),
      noProxy: of('NO_PROXY'),
      ...timeouts,
    });
  } catch (cause) {
    throw unreachable('HTTPS_PROXY or HTTP_PROXY is no address of a proxy', cause);
  }
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
