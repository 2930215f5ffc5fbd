/** Two ways of doing the same, timed in turns so that a machine that drifts drifts for both. */
import { median, quantile, sortSamples } from '#core/stats/samples.ts';

/** Measures once and resolves to seconds per unit of work. */
export type Measure = () => Promise<number>;

export interface Comparison {
  readonly pairs: number;
  /** Medians, s per unit. */
  readonly ourS: number;
  readonly theirS: number;
  /** Ours / theirs of the same pair: median and quartiles. */
  readonly ratio: { readonly median: number; readonly low: number; readonly high: number };
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
    ratio: { median: quantile(ratios, 0.5), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) },
  };
}
