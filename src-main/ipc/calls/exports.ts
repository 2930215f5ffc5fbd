/** What a person takes out of the app: records in other forms, and pictures of charts. */

/** As `bench` names its options for the same. */
export const EXPORT_FORMATS = ['csv', 'json', 'md', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** For the clipboard. */
export const TEXT_FORMATS = ['csv', 'md'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

export interface ExportRequest {
  readonly recordKey: string;
  readonly format: ExportFormat;
}

export interface ChartFile {
  /** Of the file, without its extension: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly kind: 'svg' | 'png';
  /** The text of an SVG, the bytes of a PNG in base64. */
  readonly content: string;
}

export interface SavedFile {
  /** Where it lies, to tell people. */
  readonly file: string;
}

/** null where the system's dialog was closed without a choice. */
export interface ExportCalls {
  exportRecord(request: ExportRequest): SavedFile | null;
  recordText(request: { readonly recordKey: string; readonly format: TextFormat }): string;
  /** Shows the record's own file in the system's file manager. */
  revealRecord(recordKey: string): null;
  saveChart(chart: ChartFile): SavedFile | null;
}
export const EXPORT_CALLS: { readonly [K in keyof ExportCalls]: true } = {
  exportRecord: true,
  recordText: true,
  revealRecord: true,
  saveChart: true,
};
