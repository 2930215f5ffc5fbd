/** The record that the rows shown belong to: what they have in common stands there. */
import { getContext, setContext } from 'svelte';
import type { RunRecord } from '#core/record/schema.ts';

const KEY = Symbol('record');

export function provideRecord(record: () => RunRecord | null): void {
  setContext(KEY, record);
}

/** null: there is none. Read it where it is used: it changes while a run goes on. */
export function shownRecord(): () => RunRecord | null {
  return getContext<(() => RunRecord | null) | undefined>(KEY) ?? (() => null);
}
