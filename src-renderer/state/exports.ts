/** Taking results out of the app: each action answers with what came of it. */
import { getContext, setContext } from 'svelte';
import type { WireFault } from '#core/errors.ts';
import type { ChartFile, ExportFormat, SavedFile, TextFormat } from '#ipc/calls/exports.ts';
import type { Reply } from '#ipc/reply.ts';
import type { VariantFormat } from '#ipc/calls/variants.ts';
import type { Backend } from '../backend/backend.ts';

export type ExportOutcome =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly fault: WireFault };

export class Exports {
  readonly #backend: Backend;

  constructor(backend: Backend) {
    this.#backend = backend;
  }

  async saveRecord(recordKey: string, format: ExportFormat): Promise<ExportOutcome> {
    return saved(await this.#backend.exportRecord({ recordKey, format }));
  }

  async saveChart(chart: ChartFile): Promise<ExportOutcome> {
    return saved(await this.#backend.saveChart(chart));
  }

  /** `copy`: puts a text on the clipboard, and tells whether it could. */
  async copyRecord(
    recordKey: string,
    format: TextFormat,
    copy: (text: string) => boolean,
  ): Promise<ExportOutcome> {
    return copied(await this.#backend.recordText({ recordKey, format }), copy);
  }

  /** Of the last table of variants, like the next one. */
  async saveVariants(format: VariantFormat): Promise<ExportOutcome> {
    return saved(await this.#backend.exportVariants(format));
  }

  async copyVariants(format: TextFormat, copy: (text: string) => boolean): Promise<ExportOutcome> {
    return copied(await this.#backend.variantsText(format), copy);
  }

  async reveal(recordKey: string): Promise<ExportOutcome> {
    const reply = await this.#backend.revealRecord(recordKey);
    return reply.ok ? { kind: 'closed' } : { kind: 'failed', fault: reply.error };
  }
}

function saved(reply: Reply<SavedFile | null>): ExportOutcome {
  if (!reply.ok) return { kind: 'failed', fault: reply.error };
  return reply.value === null ? { kind: 'closed' } : { kind: 'done', text: `Saved as ${reply.value.file}` };
}

function copied(reply: Reply<string>, copy: (text: string) => boolean): ExportOutcome {
  if (!reply.ok) return { kind: 'failed', fault: reply.error };
  if (copy(reply.value)) return { kind: 'done', text: 'Copied' };
  const message = 'The system did not take the text.';
  return { kind: 'failed', fault: { code: 'internal', message, remedy: 'Export it as a file instead.' } };
}

const KEY = Symbol('exports');

/** For all that is shown in it: charts lie deep in a page, and each can be saved. */
export function provideExports(backend: Backend): void {
  setContext(KEY, new Exports(backend));
}

export function useExports(): Exports {
  return getContext<Exports>(KEY);
}
