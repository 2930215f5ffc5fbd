/** Programs that are not there, but print what a test says. */
import { Fault } from '#core/errors.ts';
import type { Clock } from '#core/ports.ts';
import type { FollowOptions, MeterEnvironment } from '#meters/environment.ts';

export interface FakePrograms {
  /** Standard output of a program that is run once, or what it fails with. */
  readonly run?: Readonly<Record<string, string | Fault>>;
  /** Parts that a followed program prints in a circle, `everyS` apart. */
  readonly follow?: Readonly<Record<string, { readonly parts: readonly string[]; readonly everyS: number }>>;
}

export interface FakeOutside {
  readonly environment: MeterEnvironment;
  /** Followed programs that run now. */
  readonly running: () => number;
}

/** A real Linux without a tree in /sys, with these programs and no others. */
export function fakeOutside(clock: Clock, { run = {}, follow = {} }: FakePrograms): FakeOutside {
  let running = 0;
  const missing = (file: string) => new Fault('meter-missing', `there is no program ${file}`);
  const environment: MeterEnvironment = {
    platform: 'linux',
    clock,
    sysfsRoot: '/nonexistent',
    synthetic: false,
    machine: { cpuModel: null, logicalCpus: 2 },
    plugAddress: null,
    run(file, args) {
      const answer = run[[file, ...args].join(' ')] ?? run[file] ?? missing(file);
      return answer instanceof Fault ? Promise.reject(answer) : Promise.resolve(answer);
    },
    follow(file, _args, options) {
      const output = follow[file];
      if (output === undefined) {
        queueMicrotask(() => options.onEnd(missing(file)));
        return { stop: () => Promise.resolve() };
      }
      running += 1;
      const stop = new AbortController();
      void print(clock, output.parts, output.everyS, options, stop.signal);
      return {
        stop() {
          running -= 1;
          stop.abort();
          return Promise.resolve();
        },
      };
    },
    fetchText: () => Promise.reject(missing('network')),
  };
  return { environment, running: () => running };
}

async function print(
  clock: Clock,
  parts: readonly string[],
  everyS: number,
  { onPart }: FollowOptions,
  signal: AbortSignal,
): Promise<void> {
  for (let index = 0; !signal.aborted; index += 1) {
    await clock.sleep(everyS, signal);
    if (!signal.aborted) onPart(parts[index % parts.length] ?? '');
  }
}
