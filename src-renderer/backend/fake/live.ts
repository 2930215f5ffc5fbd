/** What is told of a fake run's windows while it runs. */
import type { LiveWindow, RunEvent } from '#core/events.ts';
import type { RunRecord } from '#core/record/schema.ts';

/** Told one by one, thousands of rows would only take time. */
const MOST_ROWS = 100;

/** The windows of a round in order of time, with the idle one that closes it; the first round's with the one before. */
export function windowEvents({ rows }: RunRecord, round: number): RunEvent[] {
  if (rows.length > MOST_ROWS) return [];
  const told = new Map<string, LiveWindow>();
  for (const row of rows) {
    for (const window of row.windows) {
      const idle = window.kind === 'idle';
      const isOfRound = idle
        ? window.round === round + 1 || (round === 0 && window.round === 0)
        : window.round === round;
      if (!isOfRound) continue;
      const { tier, domains } = row;
      const key = idle ? `idle ${window.startS}` : `${row.model} ${row.precision} ${window.startS}`;
      told.set(key, { window, configuration: idle ? null : row, tier, domains });
    }
  }
  return [...told.values()]
    .sort((a, b) => a.window.startS - b.window.startS)
    .map((live) => ({ kind: 'window', live }));
}

/** A window and an update of the progress that no recording holds; each `tick` makes others. */
export function floodEvents(tick: number): RunEvent[] {
  const window: LiveWindow['window'] = {
    ...{
      round: 0,
      kind: 'idle',
      startS: 30 + 2 * tick,
      durationS: 1,
      inferences: 0,
      energyJ: 3 + (tick % 3),
    },
    ...{ uncertaintyJ: null, energyByDomain: {}, idlePowerW: 3, cpuSeconds: 0, temperatureC: 50, flags: [] },
  };
  const progress = { doneRatio: tick / 200, timeLeftS: 200 - tick, phase: 'idle', round: 0 } as const;
  return [
    { kind: 'window', live: { window, configuration: null, tier: 'counter', domains: ['package'] } },
    { kind: 'progress', progress: { ...progress, current: null, window: null } },
  ];
}
