/** Idle powers that wander as real ones do. Each is drawn in blocks of time and integrated exactly. */
import normal from '@stdlib/random-base-normal';
import type { IdlePower } from './power-supply.ts';

/** Length of a block of constant power, s. */
const BLOCK_S = 0.1;

export type Normal = () => number;

/** Standard normal numbers that the seed decides. */
export const seededNormal = (seed: number): Normal => normal.factory(0, 1, { seed: Math.max(1, seed) });

/** Power by block number, drawn when it is first asked for. */
function blocks(draw: (block: number) => number): IdlePower {
  const powersW: number[] = [];
  const untilJ: number[] = [0];
  const fill = (block: number): void => {
    while (powersW.length <= block) {
      const powerW = draw(powersW.length);
      untilJ.push((untilJ[powersW.length] as number) + powerW * BLOCK_S);
      powersW.push(powerW);
    }
  };
  return {
    powerW(atS) {
      const block = Math.floor(atS / BLOCK_S);
      fill(block);
      return powersW[block] as number;
    },
    energyJ(untilS) {
      const block = Math.floor(untilS / BLOCK_S);
      fill(block);
      return (untilJ[block] as number) + (powersW[block] as number) * (untilS - block * BLOCK_S);
    },
  };
}

/** White noise of standard deviation `sdW` from block to block. */
export function whiteNoise(sdW: number, random: Normal): IdlePower {
  return blocks(() => sdW * random());
}

/**
 * About 1/f: a sum of first-order processes whose time constants are a decade apart (0.1 … 1000 s),
 * each of the same variance; `sdW` is that of the sum.
 */
export function pinkNoise(sdW: number, random: Normal): IdlePower {
  const decades = [0.1, 1, 10, 100, 1000].map((timeS) => ({
    keep: Math.exp(-BLOCK_S / timeS),
    value: random(),
  }));
  return blocks(() => {
    let sum = 0;
    for (const decade of decades) {
      decade.value = decade.keep * decade.value + Math.sqrt(1 - decade.keep ** 2) * random();
      sum += decade.value;
    }
    return (sdW * sum) / Math.sqrt(decades.length);
  });
}

/** Jumps by a normal step of `sdW` on average every `everyS`. */
export function steps(sdW: number, everyS: number, random: Normal, uniform: () => number): IdlePower {
  let levelW = 0;
  return blocks(() => {
    if (uniform() < BLOCK_S / everyS) levelW += sdW * random();
    return levelW;
  });
}

/** `powerW` more while a burst lasts; bursts of `lengthS` come on average every `everyS`. */
export function bursts(powerW: number, lengthS: number, everyS: number, uniform: () => number): IdlePower {
  let leftS = 0;
  return blocks(() => {
    if (leftS <= 0 && uniform() < BLOCK_S / everyS) leftS = lengthS;
    leftS -= BLOCK_S;
    return leftS > 0 ? powerW : 0;
  });
}

export function sum(...parts: readonly IdlePower[]): IdlePower {
  return {
    powerW: (atS) => parts.reduce((total, part) => total + part.powerW(atS), 0),
    energyJ: (untilS) => parts.reduce((total, part) => total + part.energyJ(untilS), 0),
  };
}
