/** `joulemark models import FILE` and `joulemark models remove ID` */
import { resolve } from 'node:path';
import type { Normalisation, Shapes } from '#core/import-wishes.ts';
import { importText } from '#report/import-report.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note, widthFor, write } from '../output.ts';

export interface ImportOptions {
  readonly id?: string;
  readonly shape?: Shapes;
  readonly inputs?: string;
  readonly normalise: Normalisation;
  readonly classes?: string;
  readonly minSqnr?: number;
  readonly json?: boolean;
}

/** Shows what the file says, what was chosen, and what will run. */
export async function importModel(
  file: string,
  options: ImportOptions,
  context: CliContext,
): Promise<number> {
  const { stdout, stderr, cwd, env } = context;
  const places = context.findPlaces(env);
  const report = await context.importModel({
    file: resolve(cwd, file),
    id: options.id ?? null,
    shapes: options.shape ?? {},
    inputs: options.inputs === undefined ? null : resolve(cwd, options.inputs),
    normalisation: options.normalise,
    classes: options.classes ?? null,
    minSqnrDb: options.minSqnr ?? null,
    places,
    launch: context.launcher(places),
    say: (text) => void note(stderr, text),
  });
  const text =
    options.json === true ? `${JSON.stringify(report, null, 1)}\n` : importText(report, widthFor(stdout));
  await write(stdout, text);
  return DONE;
}

/** The model's own file is left alone. */
export async function removeModel(id: string, context: CliContext): Promise<number> {
  const { stderr, env } = context;
  await context.removeModel(id, context.findPlaces(env));
  await note(stderr, `Removed ${id}; its file was left alone.`);
  return DONE;
}
