/** A utility process of Electron: Node without a window, in a process of its own. */
import { app, utilityProcess, type MessagePortMain } from 'electron';
import { exitReason } from './exit-reason.ts';

/** Enough of the standard error to find the line that says why. */
const KEPT_STDERR = 8192;

export interface Utility {
  post(message: unknown, ports?: MessagePortMain[]): void;
  kill(): void;
}

export interface UtilityListener {
  onMessage?(message: unknown): void;
  /** Called once, however the process ended. */
  onExit(reason: string): void;
}

let started = 0;
/** Ours that run: service name → Chromium's word for an abnormal end, as soon as it is known. */
const running = new Map<string, string | null>();
let listening = false;

/** One listener for all: a run may have dozens of workers. */
function listenForAbnormalEnds(): void {
  if (listening) return;
  listening = true;
  app.on('child-process-gone', (_event, { name, reason }) => {
    if (name !== undefined && running.has(name)) running.set(name, reason);
  });
}

/** `title` is what a task manager shows. */
export function startUtility(entry: string, title: string, listener: UtilityListener): Utility {
  // Unique, because Chromium reports an abnormal end by this name only.
  const serviceName = `${title} ${++started}`;
  listenForAbnormalEnds();
  running.set(serviceName, null);
  const child = utilityProcess.fork(entry, [], { serviceName, stdio: ['ignore', 'inherit', 'pipe'] });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR);
  });
  child.on('message', (message: unknown) => listener.onMessage?.(message));
  child.once('exit', (exitCode) => {
    // How it ended is told just after that it ended.
    setImmediate(() => {
      const abnormal = running.get(serviceName) ?? null;
      running.delete(serviceName);
      listener.onExit(exitReason({ exitCode, abnormal, stderr, platform: process.platform }));
    });
  });
  return {
    post: (message, ports) => child.postMessage(message, ports),
    kill: () => void child.kill(),
  };
}
