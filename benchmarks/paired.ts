/** Two ways of doing the same, timed in turns so that a machine that drifts drifts for both. */
import { median, quantile, sortSamples, type SortedSamples } from '#core/stats/samples.ts';

/** Measures once and resolves to seconds per unit of work. */
export type Measure = () => Promise<number>;

export interface Comparison {
  readonly pairs: number;
  /** Medians, s per unit. */
  readonly ourS: number;
  readonly theirS: number;
  /** Ours / theirs of the same pair: median, its 95 % interval, and the quartiles of the pairs. */
  readonly ratio: {
    readonly median: number;
    readonly interval: readonly [number, number];
    readonly quartiles: readonly [number, number];
  };
}

/** Runs both once unmeasured, then `pairs` times each; who is first alternates. */
export async function comparePaired(ours: Measure, theirs: Measure, pairs: number): Promise<Comparison> {
  await ours();
  await theirs();
  const ourS: number[] = [];
  const theirS: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const oursFirst = pair % 2 === 0;
    if (oursFirst) ourS.push(await ours());
    theirS.push(await theirs());
    if (!oursFirst) ourS.push(await ours());
  }
  const ratios = sortSamples(ourS.map((value, pair) => value / (theirS[pair] ?? NaN)));
  return {
    pairs,
    ourS: median(ourS),
    theirS: median(theirS),
    ratio: {
      median: quantile(ratios, 0.5),
      interval: medianInterval(ratios),
      quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    },
  };
}

/**
 * 95 % interval of the median, whatever the distribution: the number of samples below the median is
 * binomial with p = 1/2, here by its normal approximation (Conover, Practical Nonparametric Statistics,
 * 3.2). With few samples it is their whole range.
 */
function medianInterval(samples: SortedSamples): [number, number] {
  const below = Math.max(0, Math.floor((samples.length - 1.96 * Math.sqrt(samples.length)) / 2) - 1);
  const last = samples.length - 1;
  return [quantile(samples, below / last), quantile(samples, 1 - below / last)];
}
