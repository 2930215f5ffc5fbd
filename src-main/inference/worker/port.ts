/** How a worker process hears and answers whoever started it, under Node and under Electron. */

export interface WorkerPort {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** What Electron's `process.parentPort` and its message ports have in common. */
interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: ElectronPort[] }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start?(): void;
}

type Message = (message: unknown) => void;

/**
 * The port to the parent; `onGone` is called when the parent can no longer be reached.
 *
 * Under Electron the first message may be `{kind: 'port'}` with a port: the worker was started by the
 * main process for another one, and talks with that one over the port from then on.
 * null: the process was started by hand, with nobody to talk to.
 */
export function openPort(onGone: () => void): WorkerPort | null {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ElectronPort };
  if (parentPort) return electronPort(parentPort, onGone);
  if (process.send === undefined) return null;
  process.on('disconnect', onGone);
  // timeout(1) and service managers send it to the whole group, like a terminal its Ctrl-C: the parent lets the window
  // under way finish, and ends us by SIGKILL. Electron ends its processes by this very signal, so not there.
  process.on('SIGTERM', () => undefined);
  return {
    send(message) {
      // The callback keeps a parent that has just gone from raising an error here; onGone follows.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage(listener) {
      process.on('message', listener);
    },
  };
}

function electronPort(parent: ElectronPort, onGone: () => void): WorkerPort {
  let partner = parent;
  let listener: Message = () => undefined;
  parent.on('message', ({ data, ports: [port] }) => {
    if (!port || !isPortOffer(data)) {
      listener(data);
      return;
    }
    partner = port;
    port.on('message', (event) => {
      listener(event.data);
    });
    port.on('close', onGone);
    port.start?.();
  });
  return {
    send(message) {
      partner.postMessage(message);
    },
    onMessage(next) {
      listener = next;
    },
  };
}

function isPortOffer(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'port';
}
