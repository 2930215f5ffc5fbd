/** Whether shares of the placement can be such. */
import { WITHHELD } from '../../public-text.ts';
import type { Submission } from '../../schema.ts';
import { parseTarget, PROVIDER_FACTS, targetName } from '../../../providers.ts';
import { figure, quoted } from '../compare.ts';

/** Shares are quotients of sums of doubles. */
const ROUNDING = 1e-6;

export function placementDoubts({
  placement,
  placementNodes,
  fallbacks,
  configuration,
}: Submission): string[] {
  const target = targetName(configuration);
  const isTarget = configuration.unit === WITHHELD || parseTarget(target) !== null;
  return [
    ...sumDoubts('placement', placement),
    ...sumDoubts('placementNodes', placementNodes),
    ...fallbackDoubts(fallbacks, placement, PROVIDER_FACTS[configuration.provider].placedAs),
    ...(isTarget ? [] : [`there is no ${quoted(target)} to run on`]),
  ];
}

/** Empty: not known. */
function sumDoubts(name: string, shares: Readonly<Record<string, number>>): string[] {
  const all = Object.values(shares);
  const sum = all.reduce((total, share) => total + share, 0);
  return all.length === 0 || Math.abs(sum - 1) <= ROUNDING
    ? []
    : [`the shares of ${name} add up to ${figure(sum)}, not to 1`];
}

/** All nodes that another provider executed are listed, or (before they were) none. */
function fallbackDoubts(
  fallbacks: Submission['fallbacks'],
  placement: Submission['placement'],
  own: string,
): string[] {
  if (fallbacks.length === 0) return [];
  const shares = new Map<string, number>();
  for (const [provider, share] of Object.entries(placement))
    if (provider !== own) shares.set(provider, -share);
  for (const { provider, timeRatio } of fallbacks) {
    shares.set(provider, (shares.get(provider) ?? 0) + timeRatio);
  }
  const wrong = [...shares].filter(([, difference]) => Math.abs(difference) > ROUNDING);
  return wrong.map(([provider]) => {
    const executed = figure(placement[provider] ?? 0);
    return `its fallbacks to ${quoted(provider)} do not add up to the ${executed} of the node time that it executed`;
  });
}
