import type { Clock } from '#core/ports.ts';

/** Power in W that the idle machine draws, and its integral from 0 in J: both must agree. */
export interface IdlePower {
  powerW(atS: number): number;
  energyJ(untilS: number): number;
}

export const steadyIdle = (powerW: number): IdlePower => ({
  powerW: () => powerW,
  energyJ: (untilS) => powerW * untilS,
});

/** Rises by `slopeWPerS` for ever. */
export const driftingIdle = (startW: number, slopeWPerS: number): IdlePower => ({
  powerW: (atS) => startW + slopeWPerS * atS,
  energyJ: (untilS) => startW * untilS + (slopeWPerS * untilS ** 2) / 2,
});

/** The truth of a simulated machine: idle power plus what the loads draw, exactly integrated. */
export class PowerSupply {
  readonly #clock: Clock;
  readonly #idle: IdlePower;
  /** Times at which the loads' power changed, with the loads' energy up to there. */
  readonly #changes: { atS: number; energyJ: number; loadW: number }[] = [{ atS: 0, energyJ: 0, loadW: 0 }];

  constructor(clock: Clock, idle: IdlePower) {
    this.#clock = clock;
    this.#idle = idle;
  }

  addLoad(powerW: number): void {
    const last = this.#changes[this.#changes.length - 1];
    if (last === undefined) throw new Error('a supply has a first entry');
    const atS = this.#clock.nowS();
    const energyJ = last.energyJ + last.loadW * (atS - last.atS);
    this.#changes.push({ atS, energyJ, loadW: last.loadW + powerW });
  }

  /** Energy in J drawn from time 0 to `atS`, which is not in the future. */
  energyJ(atS: number): number {
    const change = this.#changes.findLast((entry) => entry.atS <= atS);
    if (change === undefined) throw new Error(`no power before ${atS} s`);
    return this.#idle.energyJ(atS) + change.energyJ + change.loadW * (atS - change.atS);
  }

  powerW(atS: number): number {
    const change = this.#changes.findLast((entry) => entry.atS <= atS);
    return this.#idle.powerW(atS) + (change?.loadW ?? 0);
  }
}
