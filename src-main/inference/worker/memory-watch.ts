/** Ends the worker when it uses more memory than it may, also while native code keeps its main thread busy. */
import { Worker } from 'node:worker_threads';

/** Four times a second: what fills memory faster than that is ended by the system. */
const PERIOD_MS = 250;

/**
 * Starts the watch, once a process. `limitBytes` is of resident memory. A thread of its own, which asks the
 * system for one number: here it took 0.9 ms of processor time a second once settled (0.09 % of one processor, most of
 * it for waking up) and 7 MiB. A quick run resolves 5 %, a standard one 2 %, and all rows carry it alike, so it runs on
 * through the windows, where a driver may leak. It starts as loading does, seconds before the first window.
 */
export function watchMemory(limitBytes: number): void {
  // The thread is given as text: a file of its own would have to be found again beside each of our bundles.
  const code = `(${watch.toString()})(require('node:worker_threads').workerData, require('node:fs').writeSync)`;
  const thread = new Worker(code, {
    eval: true,
    workerData: { limitBytes, periodMs: PERIOD_MS },
    // It needs next to nothing itself.
    resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
    execArgv: [],
  });
  thread.unref();
}

interface Watched {
  readonly limitBytes: number;
  readonly periodMs: number;
}

/** Runs as text in a thread: nothing around it exists there, only what it is given and Node's globals. */
function watch(
  { limitBytes, periodMs }: Watched,
  writeSync: (descriptor: number, text: string) => unknown,
): void {
  const look = (): void => {
    const residentBytes = process.memoryUsage.rss();
    if (residentBytes <= limitBytes) return;
    // The main thread may be busy, so this line is all that can be said before the end: `exitFault` reads it.
    writeSync(
      2,
      `FATAL ERROR: memory limit of ${limitBytes} bytes exceeded: ${residentBytes} bytes resident\n`,
    );
    process.kill(process.pid, 'SIGKILL');
  };
  look();
  setInterval(look, periodMs);
}
