/** One request, answered up to its body. */
import type { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { headerOf, type Answer } from './redirects.ts';

export interface BodyAnswer extends Answer {
  readonly body: Readable;
}

/** Rejects with undici's error. */
export async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<BodyAnswer> {
  const {
    statusCode,
    headers: given,
    body,
  } = await request(url, {
    headers: { 'user-agent': 'joulemark', ...headers },
    dispatcher,
    signal,
  });
  // What is not read: without a listener its end would be an error of the process.
  const close = (): void => void body.on('error', () => undefined).destroy();
  return { status: statusCode, header: headerOf(given), close, body };
}
