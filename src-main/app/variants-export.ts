/** The table of variants in a file that a person chooses. */
import type { VariantTable } from '#core/variant-table.ts';
import type { SavedFile } from '#ipc/calls/exports.ts';
import type { VariantFormat } from '#ipc/calls/variants.ts';
import { variantsCsv, variantsJson, variantsMarkdown } from '#report/variants-report.ts';
import { FORM_NAMES, saveAs, type ExportingParts } from './exports.ts';

/** As `models variants` writes it. */
export const VARIANT_TEXTS: Readonly<Record<VariantFormat, (table: VariantTable) => string>> = {
  csv: variantsCsv,
  md: variantsMarkdown,
  json: variantsJson,
};

/** Throws a `Fault`; what lay at the place before is kept then. */
export function exportVariants(
  { chooseFile }: Pick<ExportingParts, 'chooseFile'>,
  table: VariantTable,
  format: VariantFormat,
): Promise<SavedFile | null> {
  const question = {
    ...{ title: 'Export the table of variants', name: `joulemark-variants.${format}` },
    ...{ kind: FORM_NAMES[format], extension: format },
  };
  return saveAs(chooseFile, question, () => VARIANT_TEXTS[format](table));
}
