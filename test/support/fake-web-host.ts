/**
 * Stands for the Electron that opens pages: a process that speaks the same messages. An entry for `buildEntry`.
 * FAKE_HOST: `echo` sends back what a page is sent; `silent` never says that it is ready; `broken` ends at once;
 * `mute` opens no page; `deaf` ends none, nor itself. Any other word is the path of a worker's file: each page is such a process,
 * told to use the CPU. FAKE_HOST_PID: a file that its process id is written to.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { FromWebHost, ToWebHost } from '#core/worker/host-messages.ts';
import { WEB_HOST_FLAG } from '#core/worker/host-messages.ts';

const mode = process.env['FAKE_HOST'] ?? 'echo';
const workers = new Map<number, ChildProcess>();

const say = (message: FromWebHost): void => void process.send?.(message);

if (!process.argv.includes(WEB_HOST_FLAG)) throw new Error('it was not asked to open pages');
process.on('message', (message) => {
  const asked = message as ToWebHost;
  if (asked.kind === 'open') open(asked.worker);
  if (asked.kind === 'to') pass(asked.worker, asked.message);
  if (asked.kind === 'kill') end(asked.worker);
});
process.on('disconnect', () => {
  if (mode === 'deaf') {
    setInterval(() => undefined, 1e6);
    return;
  }
  for (const child of workers.values()) child.kill('SIGKILL');
  process.exit(0);
});
if (mode === 'broken') {
  process.stderr.write('a library is missing\n');
  process.exit(3);
}
const pidFile = process.env['FAKE_HOST_PID'];
if (pidFile) writeFileSync(pidFile, String(process.pid));
if (mode !== 'silent') say({ kind: 'ready' });

function open(worker: number): void {
  if (mode === 'mute') return;
  if (!['echo', 'deaf'].includes(mode)) {
    const child = fork(mode, [], { serialization: 'advanced', execArgv: [] });
    workers.set(worker, child);
    child.on('message', (message) => say({ kind: 'from', worker, message }));
    child.once('close', (code, signal) => say({ kind: 'exited', worker, reason: String(signal ?? code) }));
  }
  say({ kind: 'opened', worker });
}

function pass(worker: number, message: unknown): void {
  const child = workers.get(worker);
  if (child !== undefined) child.send(onCpu(message) as object);
  else if (message === 'crash') say({ kind: 'exited', worker, reason: 'the page crashed' });
  else if (message === 'die') {
    process.stderr.write('the GPU process crashed\n', () => process.exit(9));
  } else if (message === 'environment') {
    say({ kind: 'from', worker, message: { pid: process.pid, env: process.env, argv: process.argv } });
  } else say({ kind: 'from', worker, message });
}

function onCpu(message: unknown): unknown {
  const request = message as { kind: string; ask: object };
  return request.kind === 'load' ? { ...request, ask: { ...request.ask, provider: 'cpu' } } : request;
}

function end(worker: number): void {
  if (mode === 'deaf') return;
  const child = workers.get(worker);
  if (child === undefined) say({ kind: 'exited', worker, reason: 'it was closed' });
  else child.kill('SIGKILL');
}
