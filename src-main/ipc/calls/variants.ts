/** What each precision keeps of a model: variants are made and compared with fp32, in a process of its own. */
import type { WireFault } from '#core/errors.ts';
import type { RunRequest } from '#core/run-request.ts';
import type { VariantStep, VariantTable } from '#core/variant-table.ts';
import type { SavedFile, TextFormat } from './exports.ts';

/** null: the default suite; every precision. */
export type VariantRequest = Pick<RunRequest, 'models' | 'precisions'>;

/** `stopping`: it was asked to stop, and the pair under way is being left. */
export type VariantPhase = 'working' | 'stopping' | 'finished' | 'stopped' | 'failed';

export interface VariantState {
  readonly phase: VariantPhase;
  /** null: before the first pair, and when it has ended. */
  readonly step: VariantStep | null;
  /** With the pairs that are done; null: none is. It is kept however it ends. */
  readonly table: VariantTable | null;
  /** Why it failed; null: it did not. */
  readonly fault: WireFault | null;
}

/** As `models variants` names its options for the same. */
export const VARIANT_FORMATS = ['csv', 'md', 'json'] as const;
export type VariantFormat = (typeof VARIANT_FORMATS)[number];

export interface VariantCalls {
  /** What is under way, or the last of this session: a reloaded window finds its way back. */
  getVariants(): VariantState | null;
  startVariants(request: VariantRequest): null;
  /** Does nothing when it has ended. */
  cancelVariants(): null;
  /** null: the system's dialog was closed without a choice. */
  exportVariants(format: VariantFormat): SavedFile | null;
  variantsText(format: TextFormat): string;
}
export const VARIANT_CALLS: { readonly [K in keyof VariantCalls]: true } = {
  getVariants: true,
  startVariants: true,
  cancelVariants: true,
  exportVariants: true,
  variantsText: true,
};

export interface VariantEvents {
  /** The whole of it, whenever something of it has changed. */
  variants: VariantState;
}
export const VARIANT_EVENTS: { readonly [K in keyof VariantEvents]: true } = { variants: true };
