/** What a row ran on, as names and values. */
import { UNKNOWN } from '#core/format/figures.ts';
import type { Adapter } from '#core/placement.ts';
import { claimedDevice } from '#core/providers.ts';
import type { Row } from '#core/record/schema.ts';
import type { Fact } from '../../state/fidelity-facts.ts';
import { placementShares, shareText } from './placement-shares.ts';
import { settingsText } from './row-marks.ts';

/** True where a table tells more than a line: several providers, or operators that fell back. */
export function isSplit(row: Row): boolean {
  return placementShares(row).length > 1 || row.fallbacks.length > 0;
}

export function ranOnFacts(row: Row): Fact[] {
  const settings = settingsText(row);
  return [
    // Otherwise the table below says it.
    ...(isSplit(row) ? [] : [['Ran on', ranOn(row)] as const]),
    ...(row.adapter === null ? [] : adapterFacts(row.adapter)),
    // The processor works where its tensors lie: there is nothing to copy.
    ...(claimedDevice(row) === 'cpu' ? [] : [['Inputs and outputs', COPIES[row.tensorsOn]] as const]),
    ...(settings === '' ? [] : [['Session', settings] as const]),
  ];
}

function ranOn(row: Row): string {
  const [share] = placementShares(row);
  if (share === undefined) return UNKNOWN;
  const { provider, timeRatio } = share;
  const text = timeRatio === null ? provider : `${provider} ${shareText(timeRatio)}`;
  return row.provider === 'wasm' ? `${text}, in WebAssembly` : text;
}

const COPIES: Record<Row['tensorsOn'], string> = {
  host: 'copied to and from the device each time; the figures include it',
  device: 'stay on the device; the figures include no copies',
};

const KINDS: Record<NonNullable<Adapter['kind']>, string> = {
  discrete: 'a GPU of its own',
  integrated: 'a GPU in the processor’s package',
  software: 'software, no GPU',
  npu: 'an NPU',
  cpu: 'the processor',
};

function adapterFacts({ name, vendor, kind, evidence, verified }: Adapter): Fact[] {
  const isInName = vendor !== null && name?.toLowerCase().includes(vendor.toLowerCase()) === true;
  const words = [name ?? 'no name is known', isInName ? null : vendor, kind === null ? null : KINDS[kind]];
  return [
    ['Adapter', words.filter((word) => word !== null).join(', ')],
    [verified ? 'Adapter found out by' : 'Adapter not verified', evidence],
  ];
}
