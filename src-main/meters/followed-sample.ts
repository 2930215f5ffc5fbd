/**
 * The newest of what a long-lived program prints. It is started by the first reading, runs on for the
 * following ones, and is started again by a reading after it was closed.
 */
import { Fault } from '#core/errors.ts';
import type { FollowedProgram, MeterEnvironment } from './environment.ts';

export interface SampledProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** What ends a part of its output. */
  readonly separator: string;
  /** Longest time until it prints its first sample, and between two samples, s. */
  readonly firstWithinS: number;
  readonly nextWithinS: number;
}

export interface Sample<T> {
  /** When it arrived. */
  readonly atS: number;
  readonly value: T;
}

export interface FollowedSample<T> {
  /** Faults: those of the program and of its parser, and `meter-silent`. */
  newest(): Promise<Sample<T>>;
  close(): Promise<void>;
}

type Outcome<T> = { readonly sample: Sample<T> } | { readonly fault: Fault };

/**
 * @param parse one part of the output of the start number `run`; null: it holds no sample. What it
 * throws is told by `newest`.
 */
export function followSamples<T>(
  { clock, follow }: Pick<MeterEnvironment, 'clock' | 'follow'>,
  program: SampledProgram,
  parse: (part: string, atS: number, run: number) => T | null,
): FollowedSample<T> {
  let running: FollowedProgram | null = null;
  let outcome: Outcome<T> | null = null;
  let waiting: AbortController | null = null;
  let runs = 0;

  const settle = (next: Outcome<T>) => {
    outcome = next;
    waiting?.abort();
  };
  const start = () => {
    outcome = null;
    const run = (runs += 1);
    const started = follow(program.file, program.args, {
      separator: program.separator,
      onPart(part) {
        if (running !== started) return;
        const atS = clock.nowS();
        const next = outcomeOf(() => parse(part, atS, run), atS);
        if (next !== null) settle(next);
      },
      onEnd(fault) {
        if (running !== started) return;
        running = null;
        if (fault !== null) settle({ fault });
        else if (outcome === null) settle({ fault: mute() });
      },
    });
    running = started;
  };
  const close = async () => {
    const ended = running;
    [running, outcome] = [null, null];
    await ended?.stop();
  };
  const mute = () => new Fault('meter-unreadable', `${program.file} ended without a reading`);
  const silent = (withinS: number) =>
    new Fault('meter-silent', `${program.file} printed no reading within ${withinS} s`);

  return {
    close,
    async newest() {
      // One that came to its ordinary end is started again; one that failed stays so until it is closed.
      if (running === null && (outcome === null || 'sample' in outcome)) start();
      if (outcome === null) {
        waiting ??= new AbortController();
        await clock.sleep(program.firstWithinS, waiting.signal);
        waiting = null;
      }
      const now = outcome as Outcome<T> | null;
      if (now === null) {
        await close();
        throw silent(program.firstWithinS);
      }
      if ('fault' in now) throw now.fault;
      if (clock.nowS() - now.sample.atS > program.nextWithinS) throw silent(program.nextWithinS);
      return now.sample;
    },
  };
}

function outcomeOf<T>(parse: () => T | null, atS: number): Outcome<T> | null {
  try {
    const value = parse();
    return value === null ? null : { sample: { atS, value } };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: error };
  }
}
