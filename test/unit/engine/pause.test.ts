import { describe, expect, it } from 'vitest';
import type { RunEvent } from '#core/events.ts';
import type { Submission } from '#core/leaderboard/schema.ts';
import { roundDoubts } from '#core/leaderboard/verify/plausible/rounds.ts';
import { PauseSwitch } from '#core/pause.ts';
import { STANDARD } from '#core/protocol/constants.ts';
import type { RunRecord, Window } from '#core/record/schema.ts';
import { simulate, type SimulationOptions } from '#test/support/simulation/simulated-run.ts';

const MODELS = { a: { latencyS: 0.01, powerW: 20 }, b: { latencyS: 0.02, powerW: 9 } };
const PAUSE_S = 600;

/** Asks for a pause at the first event that `when` accepts; the person comes back after `PAUSE_S`. */
async function pausedRun(when: (event: RunEvent) => boolean, options: Partial<SimulationOptions> = {}) {
  const pause = new PauseSwitch();
  let asked = false;
  const result = await simulate({
    models: MODELS,
    ...options,
    pause,
    onEvent: (event, machine) => {
      options.onEvent?.(event, machine);
      if (!asked && when(event)) {
        asked = true;
        pause.pause();
      }
      if (event.kind === 'progress' && event.progress.phase === 'paused') {
        void machine.clock.sleep(PAUSE_S).then(() => pause.resume());
      }
    },
  });
  return { ...result, pause };
}

const inRound = (round: number) => (event: RunEvent) =>
  event.kind === 'progress' && event.progress.phase === 'measuring' && event.progress.round === round;

const windowsOf = (record: RunRecord, model = 'a'): Window[] =>
  record.rows.find((row) => row.model === model)?.windows ?? [];

/** Where the record says that it was paused, s from the run's start. */
function pauseOf({ events }: RunRecord): { fromS: number; toS: number } {
  const said = events.filter(({ kind }) => kind === 'paused');
  expect(said.map(({ text }) => text)).toEqual(['Paused for 10 min 00 s.']);
  const toS = said[0]?.atS ?? NaN;
  return { fromS: toS - PAUSE_S, toS };
}

describe('a pause', () => {
  it('begins when the round is over, lies in no window, and is told in the record', async () => {
    const { record } = await pausedRun(inRound(1));
    const { fromS, toS } = pauseOf(record);
    for (const { startS, durationS } of [...windowsOf(record, 'a'), ...windowsOf(record, 'b')]) {
      expect(startS + durationS <= fromS || startS >= toS).toBe(true);
    }
    const before = windowsOf(record).filter(({ startS }) => startS < fromS);
    expect(before.at(-1)).toMatchObject({ kind: 'idle', round: 2 });
  });

  it('is followed by a warm-up of all and a fresh idle window before anything is measured', async () => {
    const { record, events } = await pausedRun(inRound(1));
    const { toS } = pauseOf(record);
    expect(windowsOf(record).find(({ startS }) => startS >= toS)).toMatchObject({ kind: 'idle', round: 2 });
    const phases = events.flatMap((event) => (event.kind === 'progress' ? [event.progress.phase] : []));
    const at = phases.indexOf('paused');
    expect(phases.slice(at, at + 5)).toEqual(['paused', 'warming-up', 'warming-up', 'idle', 'measuring']);
  });

  it('leaves the figures right though the idle power is another one afterwards', async () => {
    // It rises by 3 W in the middle of the pause.
    const idle = {
      powerW: (atS: number) => (atS < 300 ? 5 : 8),
      energyJ: (untilS: number) => 5 * untilS + 3 * Math.max(0, untilS - 300),
    };
    const { record } = await pausedRun(inRound(1), { idle });
    expect(record.state).toBe('finished');
    expect(record.rows.map(({ netJ }) => netJ)).toEqual([expect.closeTo(0.18, 3), expect.closeTo(0.2, 3)]);
  });

  it('does not count against the time limit, nor in the time left', async () => {
    const constants = { timeLimitSeconds: 300 };
    const plain = await simulate({ models: MODELS, constants });
    const paused = await pausedRun(inRound(1), { constants });
    const rounds = (record: RunRecord) => new Set(windowsOf(record).map(({ round }) => round)).size;
    expect(rounds(paused.record)).toBe(rounds(plain.record));
    for (const event of paused.events) {
      if (event.kind === 'progress') expect(event.progress.timeLeftS ?? 0).toBeLessThan(200);
    }
  });

  it('never makes a round of more windows than the protocol takes, however disturbed', async () => {
    const { record } = await pausedRun(inRound(1), { othersCpuSeconds: (atS) => 3 * atS });
    pauseOf(record);
    for (const { windows } of record.rows)
      expect(roundDoubts({ windows } as Submission, STANDARD)).toEqual([]);
  });

  it('between two preparations warms all up again before the first round', async () => {
    const { record, events } = await pausedRun(
      (event) => event.kind === 'progress' && event.progress.phase === 'preparing',
    );
    pauseOf(record);
    const phases = events.flatMap((event) => (event.kind === 'progress' ? [event.progress.phase] : []));
    expect(phases.slice(0, 8)).toEqual([
      'preparing',
      'warming-up',
      'paused',
      'preparing',
      'warming-up',
      'warming-up',
      'warming-up',
      'idle',
    ]);
    expect(record.rows.every(({ verdict }) => verdict === 'trusted')).toBe(true);
  });

  it('ends when the run is cancelled', async () => {
    const stop = new AbortController();
    const { record, workloads } = await pausedRun(inRound(1), {
      signal: stop.signal,
      onEvent: (event, { clock }) => {
        if (event.kind === 'progress' && event.progress.phase === 'paused') {
          void clock.sleep(5).then(() => stop.abort());
        }
      },
    });
    expect(record.state).toBe('interrupted');
    expect(windowsOf(record).filter(({ kind }) => kind === 'measure')).toHaveLength(2);
    expect(workloads.every(({ closed }) => closed)).toBe(true);
  });
});

describe('what is told of each window', () => {
  it('comes after it and before the next, and is what the record holds', async () => {
    const told: { window: Window; atS: number }[] = [];
    const { record } = await simulate({
      models: MODELS,
      onEvent: (event, { clock }) => {
        if (event.kind === 'window') told.push({ window: event.live.window, atS: clock.nowS() });
      },
    });
    const all = [
      ...windowsOf(record, 'a'),
      ...windowsOf(record, 'b').filter(({ kind }) => kind === 'measure'),
    ];
    all.sort((x, y) => x.startS - y.startS);
    expect(told.map(({ window }) => window.startS)).toEqual(all.map(({ startS }) => startS));
    expect(told.map(({ window }) => window.energyJ)).toEqual(all.map(({ energyJ }) => energyJ));
    for (const [index, { window, atS }] of told.entries()) {
      expect(atS).toBeGreaterThanOrEqual(window.startS + window.durationS);
      expect(atS).toBeLessThanOrEqual(told[index + 1]?.window.startS ?? Infinity);
    }
  });

  it('names which of the round’s windows is under way', async () => {
    const { events } = await simulate({ models: MODELS });
    const windows = events.flatMap((event) =>
      event.kind === 'progress' && event.progress.phase === 'measuring' ? [event.progress.window] : [],
    );
    expect(windows.slice(0, 2)).toEqual([
      { number: 1, of: 2, isRepeat: false },
      { number: 2, of: 2, isRepeat: false },
    ]);
  });
});
