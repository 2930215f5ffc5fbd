/** `joulemark models download [ID…]` */
import { NO_WISHES } from '#core/import-wishes.ts';
import { downloadedText, downloadsText, importId } from '#report/downloads-report.ts';
import type { DownloadedModel, DownloadProgress } from '#runner/download-models.ts';
import type { Places } from '#runner/places.ts';
import type { CliContext, Output } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { note, widthFor, write } from '../output.ts';

export interface DownloadOptions {
  readonly precision: string;
  readonly manifest?: string;
  readonly list?: boolean;
  readonly import?: boolean;
  readonly json?: boolean;
}

/** Without an id, or with `list`: what there is. Ctrl-C keeps what has come. */
export async function downloadModels(
  ids: readonly string[],
  options: DownloadOptions,
  context: CliContext,
): Promise<number> {
  const { stdout, stderr, env, cwd } = context;
  const controller = new AbortController();
  const release = context.onInterrupt(
    () => controller.abort(),
    () => undefined,
  );
  const source = { manifest: options.manifest ?? null, cwd, env, signal: controller.signal };
  const asJson = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  try {
    if (options.list === true || ids.length === 0) {
      const { models } = await context.listDownloads(source);
      await write(stdout, options.json === true ? asJson(models) : downloadsText(models, widthFor(stdout)));
      return DONE;
    }
    const places = context.findPlaces(env);
    const register = options.import === true ? importer(places, context) : null;
    const done = await context.downloadModels({
      ...source,
      ids,
      precision: options.precision,
      places,
      ...(register === null ? {} : { register }),
      onProgress: progressNotes(stderr),
    });
    const width = widthFor(stdout);
    const text =
      options.json === true
        ? asJson(done)
        : done.map((each) => downloadedText(each, register !== null, width)).join('\n');
    await write(stdout, text);
    return DONE;
  } finally {
    release();
  }
}

/** As `models import` takes a file in, with the shapes that the list states. */
function importer(places: Places, context: CliContext): (model: DownloadedModel) => Promise<void> {
  return async ({ entry, precision, path }) => {
    await context.importModel({
      ...NO_WISHES,
      file: path,
      id: importId(entry.id, precision),
      shapes: Object.fromEntries(entry.inputs.map(({ name, dims }) => [name, dims])),
      places,
      launch: context.launcher(places),
      say: (text) => void note(context.stderr, text),
    });
  };
}

/** A line for every tenth of a file: few enough for a log, often enough for a person. */
function progressNotes(output: Output): (progress: DownloadProgress) => void {
  let last = '';
  return ({ id, file, bytes, totalBytes }) => {
    const percent = Math.floor((bytes / totalBytes) * 10) * 10;
    const megabytes = (totalBytes / 1e6).toFixed(1);
    const line = `${id}: ${file}, ${percent} % of ${megabytes} MB`;
    if (line === last) return;
    last = line;
    void note(output, line);
  };
}
