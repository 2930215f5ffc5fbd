/** `joulemark models variants MODEL…` */
import { Fault } from '#core/errors.ts';
import type { VariantTable } from '#core/variant-table.ts';
import { variantsCsv, variantsJson, variantsMarkdown, variantsText } from '#report/variants-report.ts';
import type { CliContext } from '../context.ts';
import { DONE, FAILED } from '../exit-code.ts';
import { precisionsOf } from '../option-values.ts';
import { note, widthFor, write } from '../output.ts';

export interface VariantsOptions {
  readonly all?: boolean;
  readonly everything?: boolean;
  readonly precisions?: readonly string[];
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
}

/** A pair that fails does not end the others; then the exit code says so. Ctrl-C ends it between two pairs. */
export async function tabulateVariants(
  models: readonly string[],
  options: VariantsOptions,
  context: CliContext,
): Promise<number> {
  const { stdout, stderr, env } = context;
  const chosen = modelsOf(models, options);
  const precisions = options.precisions === undefined ? null : precisionsOf(options.precisions);
  const places = context.findPlaces(env);
  const controller = new AbortController();
  const release = context.onInterrupt(
    () => controller.abort(),
    () => undefined,
  );
  try {
    const table = await context.tabulateVariants({
      models: chosen,
      precisions,
      places,
      launch: context.launcher(places),
      onStep: ({ model, precision, number, of }) =>
        void note(stderr, `${model} ${precision} (${number} of ${of}) …`),
      signal: controller.signal,
    });
    await write(stdout, textOf(table, options, widthFor(stdout)));
    return table.rows.some(({ fault }) => fault !== null) ? FAILED : DONE;
  } finally {
    release();
  }
}

function modelsOf(models: readonly string[], { all, everything }: VariantsOptions): readonly string[] {
  const ways = [models.length > 0, all === true, everything === true].filter(Boolean).length;
  if (ways !== 1) {
    throw new Fault('wrong-usage', 'models variants takes models by name, or --all, or --everything', {
      remedy: 'For example: joulemark models variants silero-vad; joulemark models variants --all.',
    });
  }
  if (models.length > 0) return models;
  return [everything === true ? 'all' : 'default'];
}

function textOf(table: VariantTable, options: VariantsOptions, width: number | null): string {
  if (options.json === true) return variantsJson(table);
  if (options.csv === true) return variantsCsv(table);
  return options.md === true ? variantsMarkdown(table) : variantsText(table, width);
}
