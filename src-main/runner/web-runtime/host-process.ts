/** The process of an Electron that opens pages for the command line: its start, its messages, its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { Fault } from '#core/errors.ts';
import type { StopSignal } from '#core/ports.ts';
import type { FromWebHost, ToWebHost } from '#core/worker/host-messages.ts';
import type { HostCommand } from './host-command.ts';
import { endOf, keepTail, type Tail } from './host-end.ts';

export interface WebHost {
  /** A host that has ended ignores it. */
  send(message: ToWebHost): void;
  onMessage(listener: (message: FromWebHost) => void): void;
  /** Resolves when the process is gone, to the reason in words with the last of what it printed. */
  readonly ended: Promise<string>;
  /** Ends it and all that it started, at once. */
  kill(): void;
  /** Lets it end by itself, for some seconds; resolves when it is gone. */
  close(): Promise<void>;
}

export interface HostOptions {
  readonly command: HostCommand;
  readonly env: NodeJS.ProcessEnv;
  /** For it to say that pages can be opened. */
  readonly startLimitMs: number;
  readonly closeLimitMs: number;
  /** Ends a start that is under way. */
  readonly signal: StopSignal;
}

/** Resolves once pages can be opened. Rejects with `runtime-missing`, `worker-silent` or `interrupted`; then it is gone. */
export async function startHost(options: HostOptions): Promise<WebHost> {
  const { command, closeLimitMs } = options;
  const child = spawn(command.file, command.args, {
    env: electronsEnv(options.env),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    // A group of its own: Ctrl-C in the terminal is ours to answer, and all that it starts ends with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  const host = hostOf(child, keepTail(child), closeLimitMs);
  try {
    await readiness(child, host, options);
    return host;
  } catch (error) {
    host.kill();
    await host.ended;
    throw error;
  }
}

/** Without what would make it a plain Node, or show another page. */
function electronsEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ELECTRON_RUN_AS_NODE: _node, ELECTRON_RENDERER_URL: _page, ...rest } = env;
  return rest;
}

function hostOf(child: ChildProcess, tail: Tail, closeLimitMs: number): WebHost {
  const ended = endOf(child, tail);
  const kill = (): void => signalGroup(child, 'SIGKILL');
  // The program may end at once (a second Ctrl-C); then nothing of it stays behind.
  process.once('exit', kill);
  // What it leaves behind; a made-up display still takes its lock away.
  child.once('exit', () => signalGroup(child, 'SIGTERM'));
  void ended.then(() => process.off('exit', kill));
  return {
    ended,
    kill,
    send(message) {
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage(listener) {
      child.on('message', (message) => {
        if (isFromWebHost(message)) listener(message);
      });
    },
    async close() {
      if (child.connected) child.disconnect();
      const late = setTimeout(kill, closeLimitMs);
      await ended;
      clearTimeout(late);
    },
  };
}

async function readiness(child: ChildProcess, host: WebHost, options: HostOptions): Promise<void> {
  const { command, startLimitMs, signal } = options;
  let late: NodeJS.Timeout | undefined;
  let stop = (): void => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    late = setTimeout(() => {
      const message = `Electron did not say within ${startLimitMs / 1000} s that it can open a browser page`;
      reject(new Fault('worker-silent', message, { remedy: LATE_REMEDY }));
    }, startLimitMs);
    stop = () => reject(new Fault('interrupted', 'The start of Electron was interrupted.'));
    child.once('error', (cause) => {
      reject(new Fault('runtime-missing', `cannot start ${command.file}: ${cause.message}`, { cause }));
    });
    void host.ended.then((reason) => {
      reject(new Fault('runtime-missing', `Electron ended before it could open a browser page: ${reason}`));
    });
    host.onMessage(({ kind }) => {
      if (kind === 'ready') resolve();
    });
  });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  await ready.finally(() => {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
  });
}

const LATE_REMEDY =
  'Run it again when the machine is less busy; if the app does not open either, reinstall its Electron.';

const KINDS: ReadonlySet<unknown> = new Set(['ready', 'opened', 'from', 'exited']);

/** Whatever else comes over the channel is not for us. */
function isFromWebHost(message: unknown): message is FromWebHost {
  return typeof message === 'object' && message !== null && 'kind' in message && KINDS.has(message.kind);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    child.kill();
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // All of it is gone already; macOS says EPERM of a group that has only ended processes.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
