/** What a row's provider needs beside its name: where the work really went, in a shape and a word. */
import type { DeviceState } from '#core/devices.ts';
import type { Row } from '#core/record/schema.ts';

export type RowMark = Extract<DeviceState, 'fell-back' | 'software' | 'unverified'>;

/** In the order in which `providerText` decides; null: it ran where it says. */
export function rowMark(row: Pick<Row, 'ranAs' | 'adapter' | 'deviceVerified'>): RowMark | null {
  if (row.ranAs !== null) return 'fell-back';
  if (row.adapter?.kind === 'software') return 'software';
  return row.deviceVerified ? null : 'unverified';
}

export const MARK_MEANINGS: Record<RowMark, string> = {
  'fell-back': 'most of the work ran elsewhere than asked for, and the row counts as that',
  software: 'a software adapter: the processor did the work, and no GPU',
  unverified: 'nothing on this machine tells on what it ran',
};

/** Those that some row has, in the order of their meanings above. */
export function marksOf(rows: readonly Pick<Row, 'ranAs' | 'adapter' | 'deviceVerified'>[]): RowMark[] {
  const found = new Set(rows.map(rowMark));
  return (Object.keys(MARK_MEANINGS) as RowMark[]).filter((mark) => found.has(mark));
}

/** Session settings other than ONNX Runtime's own, e.g. `no spinning`; empty: all are its own. */
export function settingsText({ spinning, arena }: Pick<Row, 'spinning' | 'arena'>): string {
  return [spinning ? null : 'no spinning', arena ? null : 'no arena'].filter(Boolean).join(', ');
}
