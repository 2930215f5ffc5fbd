/** The built app as the command line starts it: no window, only pages that run models. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Fault } from '#core/errors.ts';
import type { WorkerChannel, WorkerLauncher } from '#core/worker/channel.ts';
import { WEB_HOST_FLAG, type FromWebHost, type ToWebHost } from '#core/worker/host-messages.ts';

export interface WebHostOptions {
  readonly executable: string;
  /** The app's folder, with Electron's and Chromium's own flags before it. */
  readonly args: readonly string[];
}

export interface WebHost {
  readonly process: ChildProcess;
  readonly launch: WorkerLauncher;
  /** What the pattern's first group holds, once it was written to the standard error. */
  said(pattern: RegExp): Promise<string>;
  close(): Promise<void>;
}

/** Resolves when pages can be opened. There must be a display. */
export async function startWebHost({ executable, args }: WebHostOptions): Promise<WebHost> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const child = spawn(executable, [...args, WEB_HOST_FLAG], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = once(child, 'exit');
  const channels = new Map<number, (message: FromWebHost) => void>();
  let last = 0;
  const say = (message: ToWebHost): void => {
    if (child.connected) child.send(message);
  };
  child.once('exit', () => {
    for (const [worker, receive] of channels)
      receive({ kind: 'exited', worker, reason: 'its Electron ended' });
  });
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromWebHost) => {
      if (message.kind === 'ready') resolve();
      else channels.get(message.worker)?.(message);
    });
    child.once('exit', () => reject(new Error(`the web host ended: ${stderr}`)));
  });
  const launch: WorkerLauncher = () => {
    const worker = ++last;
    return new Promise((resolve, reject) => {
      const channel = channelTo(worker, say);
      channels.set(worker, (message) => {
        if (message.kind === 'opened') resolve(channel.channel);
        else {
          channel.receive(message);
          if (message.kind === 'exited') reject(new Fault('worker-died', message.reason));
        }
      });
      say({ kind: 'open', worker });
    });
  };
  return {
    process: child,
    launch,
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(stderr)?.[1];
        if (found !== undefined) return found;
        if (child.stderr === null || child.exitCode !== null)
          throw new Error(`it never said ${pattern}: ${stderr}`);
        await once(child.stderr, 'data');
      }
    },
    async close() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

function channelTo(
  worker: number,
  say: (message: ToWebHost) => void,
): { channel: WorkerChannel; receive(message: FromWebHost): void } {
  let onMessage: (message: unknown) => void = () => undefined;
  let onExit: (reason: string) => void = () => undefined;
  let ending: string | null = null;
  return {
    channel: {
      send: (message) => say({ kind: 'to', worker, message }),
      onMessage: (listener) => (onMessage = listener),
      onExit: (listener) => {
        onExit = listener;
        if (ending !== null) listener(ending);
      },
      kill: () => say({ kind: 'kill', worker }),
    },
    receive(message) {
      if (message.kind === 'from') onMessage(message.message);
      if (message.kind === 'exited') onExit((ending = message.reason));
    },
  };
}
