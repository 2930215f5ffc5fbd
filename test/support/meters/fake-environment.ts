/** A made outside for meters: programs and devices that say what a test wants, in virtual time. */
import { readFileSync } from 'node:fs';
import { Fault } from '#core/errors.ts';
import type { Clock } from '#core/ports.ts';
import type { FollowedProgram, FollowOptions, MeterEnvironment } from '#meters/environment.ts';

/** Nothing is there but what `parts` say. Not synthetic: every meter of the platform may be opened. */
export function fakeEnvironment(clock: Clock, parts: Partial<MeterEnvironment> = {}): MeterEnvironment {
  const nothing = (what: string) => Promise.reject(new Fault('meter-missing', `there is no ${what} here`));
  return {
    platform: 'linux',
    clock,
    sysfsRoot: '/nonexistent',
    synthetic: false,
    machine: { cpuModel: null, logicalCpus: 2 },
    plugAddress: null,
    run: nothing,
    follow: (file, _args, { onEnd }) => {
      queueMicrotask(() => onEnd(new Fault('meter-missing', `there is no program ${file}`)));
      return { stop: () => Promise.resolve() };
    },
    fetchText: nothing,
    ...parts,
  };
}

const MOST_PARTS = 10_000;

export interface FakeProgram {
  readonly follow: MeterEnvironment['follow'];
  /** How it was started, once for each start. */
  readonly starts: { readonly file: string; readonly args: readonly string[] }[];
  /** How many run now. */
  running(): number;
}

/**
 * A program that prints a part at once and then one every `periodS`.
 * @param next the part number `index`; null: it ends; a fault: it fails; undefined: it prints nothing now
 */
export function printing(
  clock: Clock,
  periodS: number,
  next: (index: number) => string | Fault | null | undefined,
): FakeProgram {
  const starts: FakeProgram['starts'] = [];
  let running = 0;
  const follow = (
    file: string,
    args: readonly string[],
    { onPart, onEnd }: FollowOptions,
  ): FollowedProgram => {
    starts.push({ file, args });
    running += 1;
    let stopped = false;
    const stop = () => {
      if (!stopped) running -= 1;
      stopped = true;
    };
    void (async () => {
      // A test that failed before it stopped the program must not hang in virtual time.
      for (let index = 0; index < MOST_PARTS; index += 1) {
        await clock.sleep(index === 0 ? 0 : periodS);
        if (stopped) return;
        const part = next(index);
        if (part === null || part instanceof Fault) {
          stop();
          return onEnd(part);
        }
        if (part !== undefined) onPart(part);
      }
    })();
    return { stop: () => Promise.resolve(stop()) };
  };
  return { follow, starts, running: () => running };
}

/** A made file of test/fixtures/meters. */
export function fixture(path: string): string {
  return readFileSync(new URL(`../../fixtures/meters/${path}`, import.meta.url), 'utf8');
}

/** The same as bytes. */
export function fixtureBytes(path: string): Buffer {
  return readFileSync(new URL(`../../fixtures/meters/${path}`, import.meta.url));
}
