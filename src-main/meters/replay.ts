/** Plays a recorded trace as a meter, from its first sample at the moment it is opened, again and again. */
import { readFile } from 'node:fs/promises';
import { Fault } from '#core/errors.ts';
import type { Clock, CounterMeter, LevelMeter, Meter } from '#core/ports.ts';
import type { Domain } from '#core/provenance.ts';
import { parseTrace, type Trace } from './trace.ts';

export const REPLAY_ID = 'replay';

/** Counts of a played counter: fine enough that its own steps are kept. */
const UNIT_J = 1e-9;
/** A played counter may rise as fast as it did when it was recorded, with this to spare. */
const POWER_MARGIN = 10;

/** Rejects with `meter-missing`, `meter-no-permission` or `meter-unreadable`, naming the file. */
export async function openReplay(path: string, clock: Clock): Promise<Meter> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const denied = cause.code === 'EACCES' || cause.code === 'EPERM';
    const code = denied ? 'meter-no-permission' : 'meter-missing';
    throw new Fault(code, `the trace ${path} cannot be read (${cause.code})`, {
      cause,
      remedy: 'Check the path, or record one with "joulemark meters record".',
    });
  });
  return replayTrace(parseTrace(text, path), clock);
}

export function replayTrace(trace: Trace, clock: Clock): Meter {
  const player = new Player(trace, clock.nowS());
  const info = {
    id: REPLAY_ID,
    tier: trace.tier,
    domains: trace.domains,
    summed: trace.summed,
    source: `replay of ${trace.source} (${player.lengthS.toFixed(0)} s, again and again)`,
    updatePeriodS: trace.updatePeriodS,
    resolutionJ: trace.resolutionJ,
    accuracyRatio: null,
  };
  if (trace.kind === 'level') {
    const read = () => {
      const atS = clock.nowS();
      const { values } = player.at(atS);
      return Promise.resolve({ atS, powerW: byDomain(trace, values) });
    };
    return { kind: 'level', info, read } satisfies LevelMeter;
  }
  const read = () => {
    const atS = clock.nowS();
    const { values, loops } = player.at(atS);
    const energies = byDomain(
      trace,
      values.map((value, index) => value - player.first(index) + loops * player.risePerLoop(index)),
    );
    const counts = new Map([...energies].map(([id, energyJ]) => [id, BigInt(Math.round(energyJ / UNIT_J))]));
    return Promise.resolve({ atS, counts });
  };
  return {
    kind: 'counter',
    info,
    channels: trace.domains.map((id) => ({ id, domain: id, unitJ: UNIT_J, rangeCounts: null })),
    maxPowerW: POWER_MARGIN * player.topPowerW(),
    read,
  } satisfies CounterMeter;
}

function byDomain(trace: Trace, values: readonly number[]): Map<Domain, number> {
  return new Map(trace.domains.map((domain, index) => [domain, values[index] as number]));
}

class Player {
  readonly #samples: Trace['samples'];
  readonly #startS: number;
  /** The trace's own span and one mean step more, so that the last sample lasts as long as the others. */
  readonly lengthS: number;

  constructor({ samples }: Trace, startS: number) {
    this.#samples = samples;
    this.#startS = startS;
    const spanS = this.#time(samples.length - 1) - this.#time(0);
    this.lengthS = spanS + spanS / (samples.length - 1);
  }

  #time(index: number): number {
    return this.#samples[index]?.[0] as number;
  }

  #value(index: number, column: number): number {
    return this.#samples[index]?.[column + 1] as number;
  }

  first(column: number): number {
    return this.#value(0, column);
  }

  /** Energy of one time through, the last step taken like the mean one. */
  risePerLoop(column: number): number {
    const last = this.#samples.length - 1;
    const rise = this.#value(last, column) - this.#value(0, column);
    return rise + rise / last;
  }

  /** What the recorded meter showed: the last sample at or before the moment, as a real one holds it. */
  at(nowS: number): { values: number[]; loops: number } {
    const elapsedS = nowS - this.#startS;
    const loops = Math.floor(elapsedS / this.lengthS);
    const inTraceS = elapsedS - loops * this.lengthS + this.#time(0);
    const next = this.#samples.findIndex(([atS]) => (atS as number) > inTraceS);
    const index = Math.max(0, (next === -1 ? this.#samples.length : next) - 1);
    return { values: (this.#samples[index] as number[]).slice(1), loops };
  }

  topPowerW(): number {
    const columns = (this.#samples[0]?.length ?? 1) - 1;
    let top = 1;
    for (let index = 1; index < this.#samples.length; index += 1) {
      for (let column = 0; column < columns; column += 1) {
        const rise = this.#value(index, column) - this.#value(index - 1, column);
        top = Math.max(top, rise / (this.#time(index) - this.#time(index - 1)));
      }
    }
    return top;
  }
}
