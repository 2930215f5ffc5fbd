import { counterEnergyJ } from '#core/energy/counter.ts';
import { Fault } from '#core/errors.ts';
import type { Clock, CounterMeter, CounterReading } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import type { WindowFlag } from '#core/record/schema.ts';
import { summedEnergyJ, type OpenSpan, type SpanEnergy } from './span.ts';
import { stopSwitch } from './stop-switch.ts';

/** How long a tick is awaited where the update period is not known, or is very short, s. */
const UNKNOWN_PERIOD_WAIT_S = 0.25;
const LEAST_WAIT_S = 0.05;
/** A machine under load updates and polls late: several periods are awaited. */
const PERIODS_AWAITED = 4;
/** Counters that update every millisecond are polled without a pause; slower ones at this one, s. */
const POLL_PAUSE_S = 0.001;
const FAST_PERIOD_S = 0.005;
/** An edge that is known this well needs no better one, s. */
const SHARP_S = 0.002;
/** Registers are read this often in the shortest time in which they could start again. */
const READS_PER_WRAP = 4;

/** Reads at tick edges: the value just changed, so the update period does not blur the interval. */
export async function openCounterSpan(meter: CounterMeter, clock: Clock): Promise<OpenSpan> {
  const sum = new CounterSum(meter);
  await sum.advance(() => readAtEdge(meter, clock));
  const startS = sum.lastS ?? clock.nowS();

  // A short register must be read in between, or wraps would be missed in a long window.
  const shutdown = stopSwitch();
  const watching = (async () => {
    const periodS = shortestWrapS(meter) / READS_PER_WRAP;
    if (!Number.isFinite(periodS)) return;
    for (;;) {
      await clock.sleep(periodS, shutdown.signal);
      if (shutdown.signal.aborted) return;
      await sum.advance(async () => ({ reading: await meter.read(), blurS: 0 }));
    }
  })();

  return {
    startS,
    async close() {
      shutdown.stop();
      await watching;
      await sum.advance(() => readAtEdge(meter, clock));
      // The last reading of a meter that failed may be the first one: the work done since then has a time all the same.
      const endS = sum.hasFailed ? clock.nowS() : (sum.lastS ?? clock.nowS());
      return { endS, energy: () => sum.energy(startS, endS) };
    },
  };
}

/** The shortest time in which any register of the meter can start again, s; Infinity: none does. */
function shortestWrapS(meter: CounterMeter): number {
  return Math.min(
    ...meter.channels.map(({ rangeCounts, unitJ }) =>
      rangeCounts === null ? Infinity : (Number(rangeCounts) * unitJ) / meter.maxPowerW,
    ),
  );
}

interface EdgeReading {
  readonly reading: CounterReading;
  /** The change that was awaited lies at most this long before the reading, s. */
  readonly blurS: number;
}

/**
 * Polls until a summed channel moves, just after the poll before. On a busy machine the polls
 * themselves come late; then the sharpest edge within the time is taken. Where none was seen, the
 * last reading is the best there is.
 */
async function readAtEdge(meter: CounterMeter, clock: Clock): Promise<EdgeReading> {
  const period = meter.info.updatePeriodS;
  const summed = meter.channels.filter((channel) => meter.info.summed.includes(channel.domain));
  const first = await meter.read();
  const waitS = period === null ? UNKNOWN_PERIOD_WAIT_S : Math.max(PERIODS_AWAITED * period, LEAST_WAIT_S);
  const giveUpS = first.atS + waitS;
  let sharpest: EdgeReading | null = null;
  let last = first;
  for (;;) {
    if (period === null || period > FAST_PERIOD_S) await clock.sleep(POLL_PAUSE_S);
    const reading = await meter.read();
    const blurS = reading.atS - last.atS;
    const moved = summed.some(({ id }) => reading.counts.get(id) !== last.counts.get(id));
    if (moved && blurS <= (sharpest?.blurS ?? Infinity)) sharpest = { reading, blurS };
    if (sharpest !== null && sharpest.blurS <= SHARP_S) return sharpest;
    if (reading.atS >= giveUpS) return sharpest ?? { reading, blurS: reading.atS - first.atS };
    last = reading;
  }
}

/** Adds up the energy from reading to reading; the first fault voids the whole. */
class CounterSum {
  readonly #meter: CounterMeter;
  readonly #byDomain: Partial<Record<Domain, number>> = {};
  #last: CounterReading | null = null;
  #blurS = 0;
  #fault: Fault | null = null;

  constructor(meter: CounterMeter) {
    this.#meter = meter;
  }

  get lastS(): number | null {
    return this.#last?.atS ?? null;
  }

  get hasFailed(): boolean {
    return this.#fault !== null;
  }

  async advance(read: () => Promise<EdgeReading>): Promise<void> {
    try {
      const { reading, blurS } = await read();
      this.#blurS += blurS;
      if (this.#last !== null) this.#add(this.#last, reading);
      this.#last = reading;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#fault ??= error;
    }
  }

  #add(before: CounterReading, after: CounterReading): void {
    for (const channel of this.#meter.channels) {
      const [from, to] = [before.counts.get(channel.id), after.counts.get(channel.id)];
      if (from === undefined || to === undefined) {
        throw new Fault('meter-unreadable', `${channel.id} gave no count`);
      }
      const energyJ = counterEnergyJ(channel, from, to, after.atS - before.atS, this.#meter.maxPowerW);
      // Several packages or cards are one domain: disjoint, so their sum is its energy.
      this.#byDomain[channel.domain] = (this.#byDomain[channel.domain] ?? 0) + energyJ;
    }
  }

  energy(startS: number, endS: number): SpanEnergy {
    const fault = this.#fault;
    if (fault !== null) {
      const flags = [flagOf(fault)];
      return { startS, endS, byDomain: {}, energyJ: null, uncertaintyJ: null, flags, problem: fault.message };
    }
    const energyJ = summedEnergyJ(this.#meter, this.#byDomain);
    return {
      startS,
      endS,
      byDomain: { ...this.#byDomain },
      energyJ,
      uncertaintyJ: energyJ === null ? null : this.#uncertaintyJ(energyJ / (endS - startS)),
      flags: [],
      problem: null,
    };
  }

  /** One step of the counter, and what flows in the time by which the two edges are blurred. */
  #uncertaintyJ(powerW: number): number {
    return (this.#meter.info.resolutionJ ?? 0) + powerW * this.#blurS;
  }
}

function flagOf({ code }: Fault): WindowFlag {
  return code === 'counter-went-back' || code === 'counter-ambiguous' ? code : 'meter-failed';
}
