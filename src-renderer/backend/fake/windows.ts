/** What the fake's machine did in each window, and how long its inferences took. */
import type { Window } from '#core/record/schema.ts';
import { SKETCH_BASE, sketchLatencies } from '#core/stats/latency-sketch.ts';

export interface FakeLane {
  /** Place of the row among those of the run, and their number. */
  readonly place: number;
  readonly of: number;
  readonly rounds: number;
  readonly medianMs: number;
  /** Per inference. */
  readonly grossJ: number;
}

/** Seconds from one window to the next. */
const STEP_S = 2.4;
const IDLE_W = [3.1, 3.14, 3.05, 3.11] as const;
/** Of a round, as ratios of the mean. */
const WAVES = [0.994, 1.008, 0.998] as const;

/** Rows in which something happened: the window is measured again, and the first time does not count. */
const EVENTS: Readonly<Record<string, { readonly round: number; readonly flags: Window['flags'] }>> = {
  'ppocr-rec': { round: 1, flags: ['throttled', 'hot'] },
  'ppocr-det': { round: 2, flags: ['disturbed'] },
};

/** An idle window opens each round and closes the last. */
export function fakeWindows(lane: FakeLane, model: string): Window[] {
  const roundS = (lane.of + 2) * STEP_S;
  const windows: Window[] = lane.rounds === 0 ? [] : [idleWindow(0, 0)];
  for (let round = 0; round < lane.rounds; round += 1) {
    const startS = round * roundS + (lane.place + 1) * STEP_S;
    const event = EVENTS[model];
    if (event?.round === round) {
      const disturbed = measureWindow(lane, round, startS);
      const energyJ = (disturbed.energyJ ?? 0) * 1.19;
      windows.push({ ...disturbed, energyJ, energyByDomain: { package: energyJ }, flags: event.flags });
    }
    windows.push(measureWindow(lane, round, event?.round === round ? startS + 1.2 : startS));
    windows.push(idleWindow(round + 1, (round + 1) * roundS));
  }
  return windows;
}

function idleWindow(round: number, startS: number): Window {
  const idlePowerW = IDLE_W[round % IDLE_W.length] ?? IDLE_W[0];
  return {
    ...{ round, kind: 'idle', startS, durationS: 1, inferences: 0 },
    ...{ energyJ: idlePowerW, uncertaintyJ: 0.002, energyByDomain: { package: idlePowerW }, idlePowerW },
    ...{ cpuSeconds: 0, temperatureC: 46, flags: [] },
  };
}

function measureWindow({ medianMs, grossJ }: FakeLane, round: number, startS: number): Window {
  const inferences = 1000 / medianMs;
  const energyJ = grossJ * inferences * (WAVES[round % WAVES.length] ?? 1);
  const [before = 3.1, after = 3.1] = [IDLE_W[round % 4], IDLE_W[(round + 1) % 4]];
  return {
    ...{ round, kind: 'measure', startS, durationS: 1, inferences },
    ...{ energyJ, uncertaintyJ: 0.002, energyByDomain: { package: energyJ } },
    ...{ idlePowerW: (before + after) / 2, cpuSeconds: 3.9, temperatureC: 58 + round * 2, flags: [] },
  };
}

/** Shares of the inferences, and how long the slowest of each took as a ratio of the median. */
const TAIL = [
  [0, 0.965],
  [0.5, 1],
  [0.9, 1.06],
  [0.99, 1.31],
  [1, 1.9],
] as const;

function ratioAt(share: number): number {
  const upper = TAIL.findIndex(([to]) => share <= to);
  const [[from, low], [to, high]] = [TAIL[Math.max(0, upper - 1)] ?? TAIL[0], TAIL[upper] ?? TAIL[4]];
  return to === from ? high : low + ((share - from) / (to - from)) * (high - low);
}

/** Of a median of 1 ms. */
const SKETCH = sketchLatencies(Array.from({ length: 1000 }, (_, index) => ratioAt((index + 0.5) / 1000)));
/** Ten thousand rows have few different ones, and what is shared is also copied once. */
const shifted = new Map<number, [number, number][]>();

/** A thousand latencies with a tail, by the same quantiles as the row's: buckets grow by a factor, so another median moves them all alike. */
export function fakeSketch(medianMs: number): [number, number][] {
  const shift = Math.round(Math.log(medianMs) / Math.log(SKETCH_BASE));
  const known = shifted.get(shift);
  if (known !== undefined) return known;
  const sketch = SKETCH.map(([bucket, count]): [number, number] => [bucket + shift, count]);
  shifted.set(shift, sketch);
  return sketch;
}
