/** `joulemark models list` */
import { licencesTextOf, modelsText } from '#report/models-report.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { widthFor, write } from '../output.ts';

export interface ModelsListOptions {
  readonly json?: boolean;
  readonly licences?: boolean;
}

/** `json`: the whole suite: models, licences with their texts, providers, machine and meters. */
export async function listModels(options: ModelsListOptions, context: CliContext): Promise<number> {
  const { stdout, env } = context;
  const suite = await context.describeSuite(context.findPlaces(env));
  const { models, licences } = suite;
  const text =
    options.json === true
      ? `${JSON.stringify(suite, null, 1)}\n`
      : options.licences === true
        ? licencesTextOf(models, licences)
        : modelsText(models, licences, widthFor(stdout));
  await write(stdout, text);
  return DONE;
}
