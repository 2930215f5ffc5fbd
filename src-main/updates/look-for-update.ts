/** Asks the address that a person set, when a person asks, and no other. */
import { Fault } from '#core/errors.ts';
import { ask } from '#network/ask.ts';
import { proxyDispatcher } from '#network/proxy.ts';
import { isSecure } from '#network/secure.ts';
import { followRedirects, MAX_REDIRECTS } from '#network/redirects.ts';
import { isNewer, releaseOf, type Release } from './release.ts';

export interface UpdateFound extends Release {
  readonly isNewer: boolean;
}

/** From the first request to the last byte. */
const LIMIT_MS = 20_000;
const LIMIT_BYTES = 2 ** 20;
const JSON_WANTED = { accept: 'application/json' };
const TIMEOUTS = { headersTimeout: LIMIT_MS, bodyTimeout: LIMIT_MS, connectTimeout: LIMIT_MS };

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
    const found = await followRedirects(start, (url) => ask(url, JSON_WANTED, dispatcher, signal), secure);
    if (found === null) throw unreachable(`${address} redirects more than ${MAX_REDIRECTS} times`);
    const { answer } = found;
    if (answer.status !== 200) {
      answer.close();
      throw unreachable(`${address} answered ${answer.status}`);
    }
    const release = releaseOf(await textOf(answer.body, address), address);
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

async function textOf(body: AsyncIterable<Uint8Array>, address: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > LIMIT_BYTES) throw unreachable(`${address} is larger than a release document`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
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
