/** Whether shares of the placement can be such. */
import type { Submission } from '../../schema.ts';
import { figure } from '../compare.ts';

/** Shares are quotients of sums of doubles. */
const ROUNDING = 1e-6;

export function placementDoubts({ placement, placementNodes, fallbacks }: Submission): string[] {
  return [
    ...sumDoubts('placement', placement),
    ...sumDoubts('placementNodes', placementNodes),
    ...Object.entries(byProvider(fallbacks)).flatMap(([provider, share]) =>
      share <= (placement[provider] ?? 0) + ROUNDING
        ? []
        : [
            `what fell back to ${JSON.stringify(provider.slice(0, 40))} took ${figure(share)} of the node time, more than all it executed`,
          ],
    ),
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

function byProvider(fallbacks: Submission['fallbacks']): Record<string, number> {
  const shares: Record<string, number> = {};
  for (const { provider, timeRatio } of fallbacks) shares[provider] = (shares[provider] ?? 0) + timeRatio;
  return shares;
}
