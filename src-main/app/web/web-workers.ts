/** Opens pages that run models, each of which looks to whoever asked for it like a native worker. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Fault } from '#core/errors.ts';
import { readModelBytes } from './model-bytes.ts';
import { openPageWindow, type PageWindow } from './page-window.ts';
import { usageOf } from './page-usage.ts';
import { Relay } from './relay.ts';
import { webOrigin } from './web-address.ts';
import { openWebSession, type WebSession } from './web-session.ts';

/** A page with all its parts is there within a second or two. */
const OPEN_LIMIT_MS = 60_000;

export interface WebWorker {
  /** A message of messages.ts, from whoever asked for the worker. */
  receive(message: unknown): void;
  kill(): void;
}

export interface WebWorkerListener {
  onMessage(message: unknown): void;
  /** Called once, however it ended, also while it was being opened; `reason` is in words. */
  onExit(reason: string): void;
}

export class WebWorkers {
  readonly #packageRoot: string;
  #session: WebSession | null = null;

  constructor(packageRoot: string) {
    this.#packageRoot = packageRoot;
  }

  /** Rejects with a `Fault` when there is no page to be had; Electron must be ready. */
  async open(listener: WebWorkerListener): Promise<WebWorker> {
    const web = (this.#session ??= openWebSession(join(this.#packageRoot, 'out/web')));
    const token = randomBytes(16).toString('hex');
    const ready = deferred();
    let relay: Relay | null = null;
    const page = await openPageWindow({
      session: web.session,
      preload: join(this.#packageRoot, 'out/preload/web-page.cjs'),
      address: `${webOrigin(token)}/index.html`,
      onGone(reason) {
        relay?.close();
        web.models.delete(token);
        ready.reject(new Fault('worker-died', `The page that runs models ended: ${reason}`));
        listener.onExit(reason);
      },
    }).catch((cause: unknown) => {
      throw new Fault('worker-died', `The page that runs models could not be opened: ${String(cause)}`, {
        cause,
      });
    });
    const own = (relay = this.#relay(page, web, token, listener, ready.resolve));
    page.port.on('message', ({ data }) => own.receiveFromPage(data));
    page.port.start();
    const timer = setTimeout(
      () => page.end(`it was not ready within ${OPEN_LIMIT_MS / 1000} s`),
      OPEN_LIMIT_MS,
    );
    await ready.promise.finally(() => clearTimeout(timer));
    return {
      receive: (message) => own.receiveFromClient(message),
      kill: () => page.end('it was ended'),
    };
  }

  #relay(
    page: PageWindow,
    web: WebSession,
    token: string,
    listener: WebWorkerListener,
    onReady: () => void,
  ): Relay {
    return new Relay({
      sendToClient: (reply) => listener.onMessage(reply),
      sendToPage: (message) => page.port.postMessage(message),
      async publish(ask) {
        web.models.set(token, await readModelBytes(ask));
        return `${webOrigin(token)}/model/0`;
      },
      withdraw: () => void web.models.delete(token),
      nowS: () => Number(process.hrtime.bigint()) / 1e9,
      usage: usageOf(page.contents),
      every(periodMs, tick) {
        const timer = setInterval(tick, periodMs);
        return () => clearInterval(timer);
      },
      end: (reason) => page.end(reason),
      onReady,
    });
  }
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(fault: Fault): void;
}

/** Its rejection may come before anybody waits for it. */
function deferred(): Deferred {
  let resolve: () => void = () => undefined;
  let reject: (fault: Fault) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
