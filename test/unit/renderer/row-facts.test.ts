import { describe, expect, it } from 'vitest';
import type { Row } from '#core/record/schema.ts';
import { sceneByName } from '#renderer/backend/fake/scenes.ts';
import { placementShares, shareText } from '#renderer/features/results/placement-shares.ts';
import { isSplit, ranOnFacts } from '#renderer/features/results/ran-on-facts.ts';
import { rankGroups } from '#renderer/features/results/ranked-rows.ts';
import { marksOf, rowMark, settingsText } from '#renderer/features/results/row-marks.ts';

function rowsOf(scene: string): readonly Row[] {
  return sceneByName(scene).events.findLast((event) => 'record' in event)?.record.rows ?? [];
}

function rowOn(scene: string, is: (row: Row) => boolean): Row {
  const row = rowsOf(scene).find(is);
  if (row === undefined) throw new Error(`the scene "${scene}" has no such row`);
  return row;
}

describe('rankGroups', () => {
  const groups = rankGroups(rowsOf('windows'));

  it('keeps apart what differs in tier or in what the energy covers, the best tier first', () => {
    expect(groups.map(({ title }) => title)).toEqual([
      'Tier counter, energy of package',
      'Tier sensor, energy of gpu',
      'No meter covers it: not ranked by energy',
    ]);
  });

  it('names and orders what the energy covers as everywhere, however a record lists it', () => {
    const [row] = rowsOf('counter');
    if (row === undefined) throw new Error('the scene has no row');
    const covering = (...domains: Row['domains']) => ({ ...row, domains });
    const mixed = rankGroups([
      covering('gpu'),
      covering('dram', 'package'),
      covering('package'),
      covering('package', 'dram'),
    ]);
    expect(mixed.map(({ title, ranked }) => [title, ranked.length])).toEqual([
      ['Tier counter, energy of package', 1],
      ['Tier counter, energy of package + dram', 2],
      ['Tier counter, energy of gpu', 1],
    ]);
  });

  it('shares no rank across groups', () => {
    expect(groups.map(({ ranked }) => ranked[0]?.row.rank)).toEqual([1, 1, null]);
    expect(groups.flatMap(({ ranked }) => ranked).some(({ shared }) => shared)).toBe(false);
  });

  it('has every row that ran once, and none that failed', () => {
    const ran = rowsOf('windows').filter(({ verdict }) => verdict !== 'failed');
    expect(ran.length).toBeLessThan(rowsOf('windows').length);
    const shown = groups.flatMap(({ ranked }) => ranked.map(({ row }) => row));
    expect(new Set(shown)).toEqual(new Set(ran));
    expect(shown).toHaveLength(ran.length);
  });
});

describe('rowMark', () => {
  const onCpu = rowOn('counter', () => true);
  const software = rowOn('software', ({ adapter, ranAs }) => adapter?.kind === 'software' && ranAs === null);

  it('marks what ran elsewhere, software and what nothing vouches for, and nothing else', () => {
    expect(rowMark(onCpu)).toBeNull();
    expect(rowMark(software)).toBe('software');
    expect(rowMark({ ...software, ranAs: 'cpu' })).toBe('fell-back');
    expect(rowMark({ ...onCpu, deviceVerified: false })).toBe('unverified');
  });

  it('lists each mark once', () => {
    expect(marksOf([software, onCpu, software])).toEqual(['software']);
  });
});

it('names only session settings that are not ONNX Runtime’s own', () => {
  expect(settingsText({ spinning: true, arena: true })).toBe('');
  expect(settingsText({ spinning: false, arena: false })).toBe('no spinning, no arena');
});

describe('placementShares', () => {
  it('has each provider with its share of time and of nodes, most time first', () => {
    const row = rowOn('software', ({ ranAs }) => ranAs !== null);
    expect(placementShares(row)).toEqual([
      { provider: 'cpu', own: false, timeRatio: 0.71, nodeRatio: 0.33 },
      { provider: 'webgpu', own: true, timeRatio: 0.29, nodeRatio: 0.67 },
    ]);
  });

  it('knows WebAssembly by the kernels that it is made of', () => {
    const shares = placementShares({ provider: 'wasm', placement: { cpu: 1 }, placementNodes: {} });
    expect(shares).toEqual([{ provider: 'cpu', own: true, timeRatio: 1, nodeRatio: null }]);
  });

  it('calls little not nothing, and almost all not all', () => {
    expect(shareText(0)).toBe('0.0 %');
    expect(shareText(0.0001)).toBe('< 0.1 %');
    expect(shareText(0.0384)).toBe('3.8 %');
    expect(shareText(0.99996)).toBe('> 99.9 %');
    expect(shareText(1)).toBe('100.0 %');
  });
});

describe('ranOnFacts', () => {
  const factsOf = (row: Row): Record<string, string> => Object.fromEntries(ranOnFacts(row));

  it('leaves the shares to the table where there are several', () => {
    const split = rowOn('laptop', ({ fallbacks }) => fallbacks.length > 0);
    expect(isSplit(split)).toBe(true);
    expect(factsOf(split)).not.toHaveProperty('Ran on');
    expect(factsOf(rowOn('laptop', ({ provider }) => provider === 'wasm'))['Ran on']).toBe(
      'cpu 100.0 %, in WebAssembly',
    );
  });

  it('says of accelerators whether copies are in the figures, and of the processor nothing', () => {
    const onGpu = rowOn('laptop', ({ provider, fallbacks }) => provider === 'webgpu' && fallbacks.length > 0);
    expect(factsOf(onGpu)['Inputs and outputs']).toMatch(/^copied .* include it$/);
    expect(factsOf({ ...onGpu, tensorsOn: 'device' })['Inputs and outputs']).toMatch(/include no copies$/);
    const onCpu = rowOn('laptop', ({ provider }) => provider === 'cpu');
    expect(factsOf(onCpu)).not.toHaveProperty('Inputs and outputs');
  });

  it('names the adapter, the vendor once, and how it was found out', () => {
    const uhd = factsOf(rowOn('laptop', ({ provider }) => provider === 'webgpu'));
    expect(uhd['Adapter']).toBe('Intel UHD Graphics 620, a GPU in the processor’s package');
    expect(uhd['Adapter found out by']).toBe('the only GPU that the system lists');
    const npu = factsOf(rowOn('windows', ({ provider }) => provider === 'webnn'));
    expect(npu['Adapter']).toBe('no name is known');
    expect(npu['Adapter not verified']).toContain('says nothing of what it computes on');
  });

  it('says that a row that never loaded ran on nothing known', () => {
    const failed = rowOn('windows', ({ verdict }) => verdict === 'failed');
    expect(factsOf(failed)['Ran on']).toBe('–');
  });
});
