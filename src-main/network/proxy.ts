/** The way to the network that the environment names. */
import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';

export interface Timeouts {
  readonly headersTimeout: number;
  readonly bodyTimeout: number;
  readonly connectTimeout?: number;
}

/**
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY of `env`, in capitals or not; `timeouts` in ms, 0: none. The caller closes it.
 * `refused` makes the error where one of them is no address.
 */
export function proxyDispatcher(
  env: NodeJS.ProcessEnv,
  timeouts: Timeouts,
  refused: (message: string, cause: unknown) => Error,
): Dispatcher {
  const of = (name: string): string => env[name.toLowerCase()] || env[name] || '';
  const [httpProxy, httpsProxy] = [of('HTTP_PROXY'), of('HTTPS_PROXY')];
  if (httpProxy === '' && httpsProxy === '') return new Agent(timeouts);
  try {
    return new EnvHttpProxyAgent({ httpProxy, httpsProxy, noProxy: of('NO_PROXY'), ...timeouts });
  } catch (cause) {
    throw refused('HTTPS_PROXY or HTTP_PROXY is no address of a proxy', cause);
  }
}
