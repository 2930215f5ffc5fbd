/** The windows of one made run: idle ones that its rows share, and the measuring ones of each row. */
import { idlePoints, idlePowerOf } from '#core/energy/idle.ts';
import type { Domain } from '#core/provenance.ts';
import type { Window } from '#core/record/schema.ts';
import type { Random } from '#core/stats/random.ts';
import { between, noise, rounded } from './draw.ts';
import type { MadeLatencies } from './latencies.ts';
import type { MadeMeter } from './meters.ts';

/** What the meter shows, whoever asks. */
export interface Metering {
  readonly meter: MadeMeter;
  /** Of everything that the meter sees, nothing running, W. */
  readonly idleW: number;
  /** Power that the estimate gives for so many busy processors, W. */
  readonly estimateW: (busyCpus: number) => number;
}

export interface Row {
  readonly latencies: MadeLatencies;
  /** Inferences a second: the scenario's, or as fast as they go. */
  readonly paceS: number;
  /** Net, J an inference. */
  readonly netJ: number;
  readonly noise: number;
  /** Processor seconds an inference. */
  readonly cpuS: number;
  /** How many windows of the first round were disturbed and repeated. */
  readonly repeated: number;
  /** All its windows were. */
  readonly throttled: boolean;
}

/** `rounds` + 1 of them: one opens each round and one closes the run. */
export function idleWindows(
  { meter, idleW, estimateW }: Metering,
  rounds: number,
  durationS: number,
  roundS: number,
  random: Random,
): Window[] {
  const drift = between(random, -0.004, 0.008);
  return Array.from({ length: rounds + 1 }, (_, index) => {
    const spanS = rounded(durationS * (1 + 0.004 * random()));
    const cpuSeconds = rounded(0.002 * random());
    const powerW =
      meter.reads === 'estimate'
        ? estimateW(cpuSeconds / spanS)
        : idleW * (1 + drift * index + 0.004 * noise(random));
    const energy = energyOf(meter, powerW * spanS);
    return windowOf({
      cpuSeconds,
      durationS: spanS,
      energyByDomain: energy.byDomain,
      energyJ: energy.energyJ,
      flags: [],
      idlePowerW: energy.energyJ / spanS,
      inferences: 0,
      kind: 'idle',
      round: index,
      startS: rounded(1.5 + index * roundS),
      temperatureC: rounded(41 + 2 * random(), 1),
      uncertaintyJ: uncertaintyOf(meter, powerW, energy.energyJ),
    });
  });
}

/** One a round, and one more before it where it was disturbed; `atS`: from the round's idle window on. */
export function measuringWindows(
  metering: Metering,
  row: Row,
  idle: readonly Window[],
  atS: number,
  random: Random,
): Window[] {
  const { meter, estimateW } = metering;
  const points = idlePoints(idle);
  const rounds = idle.length - 1;
  const total = rounds + row.repeated;
  const windows: Window[] = [];
  let left = row.latencies.count;
  for (let index = 0; index < total; index += 1) {
    const round = Math.max(0, index - row.repeated);
    const again = index < row.repeated;
    const ended = index === total - 1 ? left : Math.floor(row.latencies.count / total);
    left -= ended;
    // Of the inferences that the two edges cut, the shares inside.
    const inferences = rounded(ended - 1 + random() + random());
    const durationS = rounded(inferences / row.paceS);
    const lateS = index > 0 && index === row.repeated ? 1.25 * durationS + 0.4 : 0;
    const startS = rounded((idle[round] as Window).startS + atS + lateS);
    const cpuSeconds = rounded(row.cpuS * inferences * (1 + 0.01 * noise(random)));
    const middle = windowOf({ startS, durationS, kind: 'measure', inferences });
    const idlePowerW = idlePowerOf(points, middle) as number;
    const trueJ =
      meter.reads === 'estimate'
        ? estimateW(cpuSeconds / durationS) * durationS
        : idlePowerW * durationS +
          row.netJ * inferences * (1 + row.noise * noise(random) + (again ? 0.08 : 0));
    const energy = energyOf(meter, trueJ);
    windows.push(
      windowOf({
        cpuSeconds,
        durationS,
        energyByDomain: energy.byDomain,
        energyJ: energy.energyJ,
        flags: again ? ['disturbed'] : row.throttled ? ['throttled'] : [],
        idlePowerW,
        inferences,
        kind: 'measure',
        round,
        startS,
        temperatureC: rounded(52 + 4 * random() + round / 2, 1),
        uncertaintyJ: uncertaintyOf(meter, trueJ / durationS, energy.energyJ),
      }),
    );
  }
  return windows;
}

/** With its keys in the order of RFC 8785, in which alone a line is canonical. */
function windowOf(given: Partial<Window>): Window {
  return {
    cpuSeconds: 0,
    durationS: 1,
    energyByDomain: {},
    energyJ: null,
    flags: [],
    idlePowerW: null,
    inferences: 0,
    kind: 'idle',
    round: 0,
    startS: 0,
    temperatureC: null,
    uncertaintyJ: null,
    ...given,
  };
}

/** The whole is the sum of what is summed, as the program adds it up; counters go in steps. */
function energyOf(meter: MadeMeter, trueJ: number): { energyJ: number; byDomain: Window['energyByDomain'] } {
  const byDomain: Partial<Record<Domain, number>> = {};
  for (const domain of Object.keys(meter.shares).sort() as Domain[]) {
    const shareJ = trueJ * (meter.shares[domain] ?? 0);
    byDomain[domain] = meter.stepJ === null ? shareJ : countedJ(shareJ, meter.stepJ, meter.countJ);
  }
  const energyJ = meter.info.summed.reduce((sum, domain) => sum + (byDomain[domain] ?? 0), 0);
  return { energyJ, byDomain };
}

/** A register goes in steps, and what it shows is a whole number of counts. */
function countedJ(energyJ: number, stepJ: number, countJ: number): number {
  return Math.round((Math.round(energyJ / stepJ) * stepJ) / countJ) * countJ;
}

/** A counter's step and its edges; what thinning the samples of a reading changes; null for an estimate. */
function uncertaintyOf(meter: MadeMeter, powerW: number, energyJ: number): number | null {
  if (meter.reads === 'estimate') return null;
  return meter.stepJ === null ? rounded(energyJ * 0.002) : rounded(meter.stepJ + powerW * 0.0004);
}
