/** `joulemark models list` */
import { modelsText } from '#report/models-report.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { widthFor, write } from '../output.ts';

/** `json`: the whole suite: models, providers, machine and meters. */
export async function listModels(options: { readonly json?: boolean }, context: CliContext): Promise<number> {
  const { stdout, env } = context;
  const suite = await context.describeSuite(context.findPlaces(env));
  const text =
    options.json === true
      ? `${JSON.stringify(suite, null, 1)}\n`
      : modelsText(suite.models, widthFor(stdout));
  await write(stdout, text);
  return DONE;
}
