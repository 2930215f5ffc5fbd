/** Tells the listener how a run goes, between windows alone, and keeps what its record says of it. */
import { configurationKey } from '#core/configuration.ts';
import { Fault, toWireFault } from '#core/errors.ts';
import type { Progress, RunListener } from '#core/events.ts';
import type { Meter } from '#core/ports.ts';
import type { RunRecord, Window } from '#core/record/schema.ts';
import type { RunContext } from './context.ts';
import type { Lane } from './lane.ts';
import type { ProgressTracker } from './progress.ts';

export class Telling {
  readonly events: RunRecord['events'] = [];
  readonly #listener: RunListener;
  readonly #progress: ProgressTracker;
  readonly #context: Pick<RunContext, 'clock' | 'runStartS' | 'signal'>;
  /** Said since the last event was sent; they go out with the next one, between windows. */
  readonly #unsent: string[] = [];

  constructor(
    listener: RunListener,
    progress: ProgressTracker,
    context: Pick<RunContext, 'clock' | 'runStartS' | 'signal'>,
  ) {
    this.#listener = listener;
    this.#progress = progress;
    this.#context = context;
  }

  say(kind: string, text: string): void {
    const { clock, runStartS } = this.#context;
    this.events.push({ atS: clock.nowS() - runStartS, kind, text });
    if (kind === 'notice') this.#unsent.push(text);
  }

  async record(kind: 'started' | 'round-finished' | 'finished', record: RunRecord): Promise<void> {
    await this.#listener({ kind, record });
  }

  async progress(
    phase: Progress['phase'],
    round: number,
    lane: Lane | null,
    window: Progress['window'] = null,
  ): Promise<void> {
    for (const text of this.#unsent.splice(0)) await this.#listener({ kind: 'notice', text });
    const progress = this.#progress.at(phase, round, lane?.configuration ?? null, window);
    await this.#listener({ kind: 'progress', progress });
  }

  async windows(windows: readonly Window[], meter: Meter | null, lane: Lane | null): Promise<void> {
    const [tier, domains] = [meter?.info.tier ?? null, meter?.info.summed ?? []];
    for (const window of windows) {
      const live = { window, configuration: lane?.configuration ?? null, tier, domains };
      await this.#listener({ kind: 'window', live });
    }
  }

  /** A fault takes its lane out of the run; what is not a `Fault` is one of ours and says so. */
  async guard(lane: Lane, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (this.#context.signal.aborted && error instanceof Fault && error.code === 'interrupted') return;
      const { configuration } = lane;
      lane.fault = toWireFault(error);
      this.say('configuration-failed', `${configurationKey(configuration)}: ${lane.fault.message}`);
      await this.#listener({ kind: 'configuration-failed', configuration, fault: lane.fault });
      await lane.workload.close();
    }
  }
}
