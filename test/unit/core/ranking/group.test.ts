import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOMAINS, TIERS } from '#core/provenance.ts';
import { byRankGroup, domainsText, rankGroup } from '#core/ranking/group.ts';

const metered = fc.record({
  tier: fc.option(fc.constantFrom(...TIERS)),
  domains: fc.uniqueArray(fc.constantFrom(...DOMAINS), { maxLength: 3 }),
});

describe('rankGroup', () => {
  it('is the same for the same domains in another order, and for nothing else', () => {
    expect(rankGroup({ tier: 'counter', domains: ['dram', 'package'] })).toBe(
      rankGroup({ tier: 'counter', domains: ['package', 'dram'] }),
    );
    expect(rankGroup({ tier: 'counter', domains: ['gpu'] })).not.toBe(
      rankGroup({ tier: 'counter', domains: ['package'] }),
    );
    expect(rankGroup({ tier: 'sensor', domains: ['gpu'] })).not.toBe(
      rankGroup({ tier: 'counter', domains: ['gpu'] }),
    );
  });
});

describe('byRankGroup', () => {
  it('puts the most trusted tier first, and orders any groups in one way', () => {
    const rows = [
      { tier: 'sensor' as const, domains: ['package' as const] },
      { tier: 'counter' as const, domains: ['gpu' as const] },
      { tier: null, domains: [] },
      { tier: 'counter' as const, domains: ['package' as const] },
    ];
    expect(rows.sort(byRankGroup).map((row) => `${row.tier} ${domainsText(row)}`)).toEqual([
      'counter package',
      'counter gpu',
      'sensor package',
      'null ',
    ]);
    fc.assert(
      fc.property(metered, metered, metered, (a, b, c) => {
        expect(Math.sign(byRankGroup(a, b))).toBe(-Math.sign(byRankGroup(b, a)) + 0);
        expect(byRankGroup(a, b) === 0).toBe(rankGroup(a) === rankGroup(b));
        if (byRankGroup(a, b) <= 0 && byRankGroup(b, c) <= 0)
          expect(byRankGroup(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
