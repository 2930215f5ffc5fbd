/** A host of files on this machine that behaves as it is told, and a clock on which pauses take no time. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Clock, StopSignal } from '#core/ports.ts';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Host {
  readonly origin: string;
  /** `GET /path range` of each request, in order. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

/** `answers[n]` answers the n-th request, the last one all that follow. */
export async function hostOf(...answers: readonly Answer[]): Promise<Host> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    const range = headers.range === undefined ? '' : ` ${headers.range}`;
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(`${method} ${url}${range}`);
    answer?.(request, response);
  });
  return { asked, ...(await listening(server)) };
}

/** A proxy that lets every CONNECT through. */
export async function proxyOf(): Promise<Host> {
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(501).end());
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    const [host = '', port = ''] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  return { asked, ...(await listening(server)) };
}

async function listening(server: Server): Promise<Pick<Host, 'origin' | 'close'>> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Serving {
  readonly etag?: string;
  /** Answers a part of a file with the whole. */
  readonly ignoresRange?: boolean;
  /** Ends the connection after so many bytes of the body. */
  readonly cutAfter?: number;
  /** Does not say how long the file is. */
  readonly unknownLength?: boolean;
}

/** As a server of files answers, with ranges. */
export function serve(bytes: Uint8Array, how: Serving = {}): Answer {
  return ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const isSame = headers['if-range'] === undefined || headers['if-range'] === how.etag;
    const start = how.ignoresRange === true || !isSame ? 0 : from;
    if (start > bytes.length) {
      response.writeHead(416).end();
      return;
    }
    const body = bytes.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, {
      ...(how.unknownLength === true ? {} : { 'content-length': body.length }),
      ...(start > 0 ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {}),
      ...(how.etag === undefined ? {} : { etag: how.etag }),
    });
    if (how.cutAfter === undefined) {
      response.end(body);
      return;
    }
    // Once they have left, so that what came before the end is really there.
    response.write(body.subarray(0, how.cutAfter), () => setImmediate(() => response.destroy()));
  };
}

export const text =
  (body: string, status = 200): Answer =>
  (_, response) =>
    void response.writeHead(status).end(body);

export const redirect =
  (location: string): Answer =>
  (_, response) =>
    void response.writeHead(302, { location }).end();

/** Answers by the path that is asked for; others with 404. */
export const routes =
  (table: Readonly<Record<string, Answer>>): Answer =>
  (request, response) =>
    (table[request.url ?? ''] ?? text('', 404))(request, response);

/** So long a silence is given up; shorter sleeps are pauses. */
const SILENCE_S = 60;

/** Pauses end at once and are counted; silences last until `elapse`. */
export class PauseClock implements Clock {
  readonly pausesS: number[] = [];
  #silences: (() => void)[] = [];

  nowS(): number {
    return 0;
  }

  wallTime(): Date {
    return new Date(Date.UTC(2026, 0, 2));
  }

  sleep(durationS: number, signal?: StopSignal): Promise<void> {
    if (durationS < SILENCE_S) {
      this.pausesS.push(durationS);
      return new Promise((resolve) => setImmediate(resolve));
    }
    return new Promise((resolve) => {
      this.#silences.push(resolve);
      signal?.addEventListener('abort', resolve, { once: true });
    });
  }

  /** A minute passes without a byte. */
  elapse(): void {
    for (const wake of this.#silences.splice(0)) wake();
  }
}
