/** Asks the address that a person set, when a person asks, and no other. */
import { request, type Dispatcher } from 'undici';
import { Fault } from '#core/errors.ts';
import { proxyDispatcher } from '#network/proxy.ts';
import { isSecure } from '#network/secure.ts';
import { followRedirects, headerOf, MAX_REDIRECTS, type Answer } from '#network/redirects.ts';
import { isNewer, releaseOf, type Release } from './release.ts';

export interface UpdateFound extends Release {
  readonly isNewer: boolean;
}

/** From the first request to the last byte. */
const LIMIT_MS = 20_000;
const LIMIT_BYTES = 2 ** 20;
const TIMEOUTS = { headersTimeout: LIMIT_MS, bodyTimeout: LIMIT_MS, connectTimeout: LIMIT_MS };

interface Document extends Answer {
  readonly text: () => Promise<string>;
}

/** `version`: of this program. Through the proxy of `env`. Throws a `Fault` (source-unreachable). */
export async function lookForUpdate(
  address: string,
  version: string,
  env: NodeJS.ProcessEnv,
  limitMs = LIMIT_MS,
): Promise<UpdateFound> {
  const start = secure(address);
  const dispatcher = proxyDispatcher(env, TIMEOUTS, unreachable);
  const signal = AbortSignal.timeout(limitMs);
  try {
    const found = await followRedirects(start, (url) => ask(url, dispatcher, signal), secure);
    if (found === null) throw unreachable(`${address} redirects more than ${MAX_REDIRECTS} times`);
    const { answer } = found;
    if (answer.status !== 200) {
      answer.close();
      throw unreachable(`${address} answered ${answer.status}`);
    }
    const release = releaseOf(await answer.text(), address);
    return { ...release, isNewer: isNewer(release, version) };
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    if (signal.aborted) throw unreachable(`${address} took more than ${Math.round(limitMs / 1000)} s`, cause);
    const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
    const why = inner instanceof Error && inner.message !== '' ? inner.message : 'no answer';
    throw unreachable(`cannot ask ${address}: ${why}`, cause);
  } finally {
    await dispatcher.destroy();
  }
}

async function ask(url: URL, dispatcher: Dispatcher, signal: AbortSignal): Promise<Document> {
  const headers = { accept: 'application/json', 'user-agent': 'joulemark' };
  const { statusCode, headers: given, body } = await request(url, { headers, dispatcher, signal });
  const text = async (): Promise<string> => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > LIMIT_BYTES) throw unreachable(`${url.href} is larger than a release document`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  };
  // What is not read: without a listener its end would be an error of the process.
  const close = (): void => void body.on('error', () => undefined).destroy();
  return { status: statusCode, header: headerOf(given), close, text };
}

/** https, or this machine itself: whoever stands between could else name a version and a page. */
function secure(address: string, from?: URL): URL {
  const url = URL.canParse(address, from?.href) ? new URL(address, from) : null;
  if (url === null || !isSecure(url, from)) throw unreachable(`${address} is no https address`);
  return url;
}

function unreachable(message: string, cause?: unknown): Fault {
  return new Fault('source-unreachable', message, {
    remedy: 'Check the address and the network, and ask again.',
    ...(cause === undefined ? {} : { cause }),
  });
}
