/**
 * A pause begins where no figure depends on what was just before: ahead of a preparation, or when a
 * round and the idle window that closes it are over. Meanwhile the workers stay loaded and the time
 * limit stands still. What a pause takes from a round that follows is given back before it begins: every
 * configuration is warmed up again, and a fresh idle window, numbered as the one before the pause, stands
 * beside the round. So all windows of a paused run are of the same kind as those of any other.
 */
import { duration } from '#core/format/figures.ts';
import type { PauseSignal } from '#core/ports.ts';
import type { RunContext } from './context.ts';
import { isLive, type Lane } from './lane.ts';
import type { ProgressTracker } from './progress.ts';
import type { Telling } from './telling.ts';
import { warmUp } from './warm-up.ts';

export class Pausing {
  /** null: nobody can ask for a pause. */
  readonly #pause: PauseSignal | null;
  readonly #context: RunContext;
  readonly #progress: ProgressTracker;
  readonly #telling: Telling;

  constructor(pause: PauseSignal | null, context: RunContext, progress: ProgressTracker, telling: Telling) {
    this.#pause = pause;
    this.#context = context;
    this.#progress = progress;
    this.#telling = telling;
  }

  get asked(): boolean {
    return this.#pause?.asked === true;
  }

  /** True when there was a pause. */
  async waitWhileAsked(round: number): Promise<boolean> {
    const { clock, signal } = this.#context;
    if (!this.#pause?.asked || signal.aborted) return false;
    const fromS = clock.nowS();
    await this.#telling.progress('paused', round, null);
    await this.#pause.untilResumed(signal);
    const lastedS = clock.nowS() - fromS;
    this.#progress.paused(lastedS);
    this.#telling.say('paused', `Paused for ${duration(lastedS)}.`);
    return true;
  }

  async warmAgain(lanes: readonly Lane[], round: number): Promise<void> {
    for (const lane of lanes.filter(isLive)) {
      if (this.#context.signal.aborted) return;
      await this.#telling.progress('warming-up', round, lane);
      await this.#telling.guard(lane, async () => {
        const { windowS } = lane;
        await warmUp(lane, this.#context);
        // What its windows taught is not forgotten.
        lane.windowS = Math.max(windowS, lane.windowS);
      });
    }
  }
}
