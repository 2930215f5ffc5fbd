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

/** `title` is what a task manager shows. */
export function startUtility(entry: string, title: string, listener: UtilityListener): Utility {
  // Unique, because Chromium reports an abnormal end by this name only.
  const serviceName = `${title} ${++started}`;
  const child = utilityProcess.fork(entry, [], { serviceName, stdio: ['ignore', 'inherit', 'pipe'] });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    stderr = (stderr + chunk.toString()).slice(-KEPT_STDERR);
  });
  let abnormal: string | null = null;
  const noteAbnormal = (_event: unknown, details: { name?: string; reason: string }): void => {
    if (details.name === serviceName) abnormal = details.reason;
  };
  app.on('child-process-gone', noteAbnormal);
  child.on('message', (message: unknown) => listener.onMessage?.(message));
  child.once('exit', (exitCode) => {
    // How it ended is told just after that it ended.
    setImmediate(() => {
      app.off('child-process-gone', noteAbnormal);
      listener.onExit(exitReason({ exitCode, abnormal, stderr, platform: process.platform }));
    });
  });
  return {
    post: (message, ports) => child.postMessage(message, ports),
    kill: () => void child.kill(),
  };
}
