/** Within what a rank counts. */
import { DOMAINS, TIERS, type Domain } from '../provenance.ts';
import type { Row } from '../record/schema.ts';

type Metered = Pick<Row, 'tier' | 'domains'>;

/**
 * Rows with the same key rank against each other: the same tier, and energies of the same domains. Joules of a
 * graphics card alone and of a processor's package answer different questions.
 */
export function rankGroup({ tier, domains }: Metered): string {
  return `${tier ?? 'none'}|${[...domains].sort().join('+')}`;
}

/** `package + dram`, in the order in which domains are always listed. */
export function domainsText({ domains }: { readonly domains: readonly Domain[] }): string {
  return DOMAINS.filter((domain) => domains.includes(domain)).join(' + ');
}

/** The most trusted tier first; then groups by what they cover, in the order of the list of domains. */
export function byRankGroup(a: Metered, b: Metered): number {
  const places = (row: Metered) => row.domains.map((domain) => DOMAINS.indexOf(domain)).sort((x, y) => x - y);
  const [first, second] = [places(a), places(b)];
  const at = first.findIndex((place, index) => place !== second[index]);
  const byDomains = at === -1 ? first.length - second.length : (first[at] ?? 0) - (second[at] ?? -1);
  return tierPlace(a) - tierPlace(b) || byDomains;
}

const tierPlace = ({ tier }: Metered): number => (tier === null ? TIERS.length : TIERS.indexOf(tier));
