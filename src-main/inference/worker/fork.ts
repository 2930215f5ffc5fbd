/** Starts a worker as a plain Node child process. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Fault } from '#core/errors.ts';
import type { WorkerChannel, WorkerLauncher } from '#core/worker/channel.ts';

/** Enough for a native crash's message; it goes into the reason of the exit. */
const STDERR_TAIL_CHARACTERS = 2000;

/**
 * A launcher for the built worker file. Its stdout is dropped: ours may carry a record. `env` is added to our
 * environment: where the loader finds a driver must be known before the process starts.
 */
export function forkWorker(workerEntry: string, env: NodeJS.ProcessEnv = {}): WorkerLauncher {
  return async () => {
    if (!existsSync(workerEntry)) {
      throw new Fault('file-unreadable', `The worker ${workerEntry} is not there`, {
        remedy: 'Build it first: npm run build.',
      });
    }
    const child = fork(workerEntry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ...env },
    });
    const channel = channelTo(child);
    await started(child, workerEntry);
    return channel;
  };
}

function started(child: ChildProcess, workerEntry: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => {
      reject(new Fault('worker-died', `Cannot start ${workerEntry}: ${cause.message}`, { cause }));
    });
  });
}

function channelTo(child: ChildProcess): WorkerChannel {
  let stderrTail = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderrTail = (stderrTail + text).slice(-STDERR_TAIL_CHARACTERS);
  });
  // `close` comes after the last of stderr, `exit` may come before it.
  const exited = new Promise<string>((resolve) => {
    child.once('close', (code, signal) => {
      resolve(exitReason(code, signal, stderrTail.trim()));
    });
  });
  // Sending to a process that has just died raises this; the exit that follows tells of it.
  child.on('error', () => undefined);
  return {
    send(message) {
      if (child.connected) child.send(message as Parameters<typeof child.send>[0], () => undefined);
    },
    onMessage(listener) {
      child.on('message', listener);
    },
    onExit(listener) {
      void exited.then(listener);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}

function exitReason(code: number | null, signal: NodeJS.Signals | null, stderrTail: string): string {
  const how = signal === null ? `exit code ${code}` : `killed by ${signal}`;
  return stderrTail === '' ? how : `${how}: ${stderrTail}`;
}
