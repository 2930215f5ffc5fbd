/** Many processes append to one leaderboard file while some of them are killed at random. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export interface TortureOptions {
  /** test/support/append-process.ts, built. */
  readonly program: string;
  readonly file: string;
  readonly processes: number;
  /** Of each process. */
  readonly submissions: number;
  /** How often; spread over the whole time, by how much was acknowledged so far. One in ten ends all at once. */
  readonly kills: number;
  readonly seed: number;
  readonly staleMs: number;
}

export interface TortureOutcome {
  /** In the order in which they were acknowledged; the same one twice only where a process was started again. */
  readonly acknowledged: readonly string[];
  readonly killed: number;
  readonly restarted: number;
  /** The runs (see `sampleLines`) whose process was killed and not started again. */
  readonly abandoned: readonly number[];
  /** What the processes that were not killed complained about, and how they ended. */
  readonly complaints: readonly string[];
  readonly seconds: number;
}

/** Of the processes, how many at most stay away when killed, rather than start again where they were. */
const ABANDONED_SHARE = 0.25;

/** Runs numbered from 1; one process a run at any time. */
export async function torture(options: TortureOptions): Promise<TortureOutcome> {
  const { processes, submissions, kills, seed } = options;
  const random = mulberry32(seed);
  const startMs = performance.now();
  const acknowledged: string[] = [];
  const living = new Map<number, ChildProcess>();
  const condemned = new Set<ChildProcess>();
  const abandoned: number[] = [];
  const complaints: string[] = [];
  let restarted = 0;
  let killed = 0;
  // The last one well before the end, so that there is somebody left to be killed.
  const killsAt = Array.from({ length: kills }, () =>
    Math.floor(random() * processes * submissions * 0.7),
  ).sort((a, b) => a - b);

  const kill = async (): Promise<void> => {
    // Somewhere between two acknowledgements: in the lock, before it, in the write, or after it.
    await sleep(random() * 15);
    const victims = [...living]
      .filter(([, child]) => child.exitCode === null && !condemned.has(child))
      .sort(([a], [b]) => a - b);
    const one = victims[Math.floor(random() * victims.length)];
    // When all end at once, somebody is likely to hold the lock.
    for (const [, child] of random() < 0.1 ? victims : one === undefined ? [] : [one]) {
      condemned.add(child);
      if (child.kill('SIGKILL')) killed += 1;
    }
  };

  const endRun = async (run: number): Promise<void> => {
    for (let done = 0; ;) {
      const child = start(options, run, done);
      living.set(run, child);
      const complaint = text(child.stderr!);
      const closed = once(child, 'close') as Promise<[number | null, string | null]>;
      for await (const id of createInterface({ input: child.stdout! })) {
        acknowledged.push(id);
        done += 1;
        while (killsAt.length > 0 && acknowledged.length >= killsAt[0]!) {
          killsAt.shift();
          void kill();
        }
      }
      const [code, signal] = await closed;
      living.delete(run);
      if (signal === null) {
        if (code !== 0 || (await complaint) !== '') complaints.push(`run ${run}: ${code} ${await complaint}`);
        return;
      }
      if (abandoned.length < Math.floor(processes * ABANDONED_SHARE) && random() < 0.5) {
        abandoned.push(run);
        return;
      }
      restarted += 1;
    }
  };

  await Promise.all(Array.from({ length: processes }, (_, index) => endRun(index + 1)));
  const seconds = (performance.now() - startMs) / 1000;
  return { acknowledged, killed, restarted, abandoned, complaints, seconds };
}

function start({ program, file, submissions, staleMs }: TortureOptions, run: number, from: number) {
  const args = [program, file, run, submissions, staleMs, 300_000, from].map(String);
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Tommy Ettinger's generator, public domain: 32 bits of state are enough to choose victims. In [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
