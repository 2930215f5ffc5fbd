/** The run of the fake: a recording that is played one event at a time, when a test says so. */
import { Fault } from '#core/errors.ts';
import type { RunEvent } from '#core/events.ts';
import type { RunRecord } from '#core/record/schema.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { RunState } from '#ipc/calls/run.ts';
import type { Events } from '#ipc/contract.ts';
import type { Backend } from '../backend.ts';
import { floodEvents } from './live.ts';
import { given, refused } from './reply.ts';
import type { Scene } from './scenes.ts';

const RUN_ID = '00000000000000aa';
const NOT_ASKED = { progress: null, pauseAsked: false, saveFault: null };

type Send = <E extends 'run' | 'runFailed'>(event: E, payload: Events[E]) => void;

export class FakeRun {
  /** What the page asked for, for the tests to look at. */
  readonly requests: RunRequest[] = [];
  /** Whether saving fails again when it is tried again. */
  diskIsFull = false;
  readonly #scene: Scene;
  readonly #send: Send;
  #played = 0;
  #state: RunState | null = null;

  constructor(scene: Scene, send: Send) {
    this.#scene = scene;
    this.#send = send;
  }

  /** Plays the next event of the recording; false when there is none left. */
  #next(): boolean {
    const event = this.#scene.events[this.#played];
    if (event === undefined || this.#state?.running !== true) return false;
    this.#played += 1;
    this.#emit(event);
    return true;
  }

  /** Plays up to and with the `count`-th event of this kind from here. */
  playTo(kind: RunEvent['kind'], count = 1): void {
    for (let left = count; left > 0;) {
      const event = this.#scene.events[this.#played];
      if (!this.#next()) throw new Error(`the recording has no such event "${kind}" left`);
      if (event?.kind === kind) left -= 1;
    }
  }

  /** As the engine says it when a round is over. */
  pauseNow(): void {
    const idle = { doneRatio: 0.5, timeLeftS: 40, round: 1, current: null, window: null };
    this.#emit({ kind: 'progress', progress: { ...idle, phase: 'paused' } });
  }

  /** One more update, and one more window where it is wanted, as fast as a test likes. */
  flood(tick: number, withWindow = true): void {
    for (const event of floodEvents(tick)) if (withWindow || event.kind !== 'window') this.#emit(event);
  }

  /** The measuring process ends in the middle. */
  die(): void {
    const fault = new Fault(
      'worker-died',
      'The measuring process ended before the run did (killed by SIGKILL).',
      {
        remedy: 'The finished rounds are kept in /home/ada/.local/share/joulemark/history. Run again.',
      },
    ).toWire();
    this.#state = { ...NOT_ASKED, runId: RUN_ID, running: false, record: this.#state?.record ?? null, fault };
    this.#send('runFailed', { runId: RUN_ID, fault });
  }

  /** Takes the place of what main would send; used to make events that no recording holds. */
  #emit(event: RunEvent): void {
    const record = 'record' in event ? event.record : (this.#state?.record ?? null);
    const stays = event.kind === 'saving' && this.#state?.running === false;
    const running = event.kind !== 'finished' && !stays;
    const progress = event.kind === 'progress' ? event.progress : (this.#state?.progress ?? null);
    const pauseAsked = this.#state?.pauseAsked ?? false;
    const saveFault = event.kind === 'saving' ? event.fault : (this.#state?.saveFault ?? null);
    this.#state = { runId: RUN_ID, running, record, progress, pauseAsked, saveFault, fault: null };
    this.#send('run', { runId: RUN_ID, event: structuredClone(event) });
  }

  getRun(): ReturnType<Backend['getRun']> {
    if (this.#scene.isLoadedAnew === true && this.#state === null) {
      this.#begin();
      this.playTo('round-finished');
    }
    return given(this.#state);
  }

  startRun(request: RunRequest): ReturnType<Backend['startRun']> {
    if (this.#scene.startFault !== undefined) return refused(this.#scene.startFault);
    this.requests.push(request);
    this.#begin();
    return given({ runId: RUN_ID });
  }

  #begin(): void {
    this.#played = 0;
    this.#state = { ...NOT_ASKED, runId: RUN_ID, running: true, record: null, fault: null };
  }

  cancelRun(): ReturnType<Backend['cancelRun']> {
    const last: RunRecord | null = this.#state?.record ?? null;
    if (this.#state?.running === true && last !== null) {
      this.#emit({ kind: 'finished', record: { ...last, state: 'interrupted' } });
    }
    return given(null);
  }

  pauseRun(): ReturnType<Backend['pauseRun']> {
    if (this.#state !== null) this.#state = { ...this.#state, pauseAsked: true };
    return given(null);
  }

  saveRun(): ReturnType<Backend['saveRun']> {
    if (!this.diskIsFull) this.#emit({ kind: 'saving', fault: null });
    return given(null);
  }

  forgetRun(): ReturnType<Backend['forgetRun']> {
    this.#state = null;
    return given(null);
  }

  resumeRun(): ReturnType<Backend['resumeRun']> {
    if (this.#state !== null) this.#state = { ...this.#state, pauseAsked: false };
    return given(null);
  }
}
