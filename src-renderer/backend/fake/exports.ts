/** What the fake's system does with what is taken out of the app. */
import type { WireFault } from '#core/errors.ts';
import type { VariantFormat } from '#ipc/calls/variants.ts';
import type { ChartFile, ExportRequest, SavedFile, TextFormat } from '#ipc/calls/exports.ts';

export class FakeExports {
  /** What was asked for, for the tests to look at. */
  readonly records: ExportRequest[] = [];
  readonly charts: ChartFile[] = [];
  readonly variants: VariantFormat[] = [];
  readonly revealed: string[] = [];
  /** Folder that the dialog gives; null: it is closed without a choice. */
  folder: string | null = '/home/ada/Documents';
  /** Why nothing can be written or read; null: it can. */
  fault: WireFault | null = null;

  exportRecord(request: ExportRequest): SavedFile | null {
    this.records.push(request);
    return this.#file(`joulemark-${request.recordKey}.${request.format}`);
  }

  saveChart(chart: ChartFile): SavedFile | null {
    this.charts.push(chart);
    return this.#file(`${chart.name}.${chart.kind}`);
  }

  exportVariants(format: VariantFormat): SavedFile | null {
    this.variants.push(format);
    return this.#file(`joulemark-variants.${format}`);
  }

  recordText({ recordKey, format }: { recordKey: string; format: TextFormat }): string {
    return format === 'csv' ? `runId,rank\r\n${recordKey},1\r\n` : `Run ${recordKey}\n`;
  }

  revealRecord(recordKey: string): null {
    this.revealed.push(recordKey);
    return null;
  }

  #file(name: string): SavedFile | null {
    return this.folder === null ? null : { file: `${this.folder}/${name}` };
  }
}
