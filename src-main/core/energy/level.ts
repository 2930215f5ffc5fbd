/** Energy from samples of power. */

export interface PowerSample {
  readonly atS: number;
  readonly powerW: number;
}

/**
 * Energy in J between `startS` and `endS`: the trapezoid rule over the samples at the times at which
 * they were really taken; at the edges the power is interpolated between the samples around them,
 * or the nearest one's where there is none beyond. null when fewer than two samples lie near.
 */
export function integratedEnergyJ(
  samples: readonly PowerSample[],
  startS: number,
  endS: number,
): number | null {
  if (samples.length < 2 || endS <= startS) return null;
  const inside = samples.filter((sample) => sample.atS > startS && sample.atS < endS);
  const points = [
    { atS: startS, powerW: powerAt(samples, startS) },
    ...inside,
    { atS: endS, powerW: powerAt(samples, endS) },
  ];
  let energyJ = 0;
  for (let index = 1; index < points.length; index += 1) {
    const [from, to] = [points[index - 1] as PowerSample, points[index] as PowerSample];
    energyJ += ((from.powerW + to.powerW) / 2) * (to.atS - from.atS);
  }
  return energyJ;
}

/**
 * How much the integral changes when every other sample is left out, J: a bound on what sampling
 * between the samples misses, as step halving is for quadrature. null where too few are left.
 */
export function thinnedDifferenceJ(
  samples: readonly PowerSample[],
  startS: number,
  endS: number,
): number | null {
  const all = integratedEnergyJ(samples, startS, endS);
  const thinned = integratedEnergyJ(
    samples.filter((_, index) => index % 2 === 0),
    startS,
    endS,
  );
  return all === null || thinned === null ? null : Math.abs(all - thinned);
}

function powerAt(samples: readonly PowerSample[], atS: number): number {
  const after = samples.findIndex((sample) => sample.atS >= atS);
  const first = samples[0] as PowerSample;
  const last = samples[samples.length - 1] as PowerSample;
  if (after === -1) return last.powerW;
  if (after === 0) return first.powerW;
  const [from, to] = [samples[after - 1] as PowerSample, samples[after] as PowerSample];
  const share = to.atS === from.atS ? 1 : (atS - from.atS) / (to.atS - from.atS);
  return from.powerW + share * (to.powerW - from.powerW);
}
