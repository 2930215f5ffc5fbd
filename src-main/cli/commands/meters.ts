/** `joulemark meters` and `joulemark meters record` */
import { resolve } from 'node:path';
import { metersText } from '#report/meters-report.ts';
import type { CliContext } from '../context.ts';
import { DONE, INTERRUPTED } from '../exit-code.ts';
import { placesFor, type MeterOptions } from '../meter-options.ts';
import { note, widthFor, write } from '../output.ts';

export interface MetersOptions extends MeterOptions {
  readonly json?: boolean;
}

/** Each meter with what it covers and shows, or why it cannot be used and how that is mended. */
export async function listMeters(options: MetersOptions, context: CliContext): Promise<number> {
  const { stdout } = context;
  const { meters, synthetic } = await context.describeSuite(placesFor(options, context));
  const text =
    options.json === true
      ? `${JSON.stringify({ synthetic, meters }, null, 1)}\n`
      : metersText(meters, synthetic, widthFor(stdout));
  await write(stdout, text);
  return DONE;
}

export interface RecordOptions extends MeterOptions {
  readonly meter?: string;
  readonly seconds: number;
}

/** Writes what a meter shows to a trace that `--replay` plays. Ctrl-C ends it early and keeps it. */
export async function recordMeterTrace(
  file: string,
  options: RecordOptions,
  context: CliContext,
): Promise<number> {
  const { stderr, cwd } = context;
  const controller = new AbortController();
  const release = context.onInterrupt(
    () => controller.abort(),
    () => undefined,
  );
  try {
    const said = await context.recordMeter({
      places: placesFor(options, context),
      meterId: options.meter ?? null,
      durationS: options.seconds,
      file: resolve(cwd, file),
      signal: controller.signal,
    });
    await note(stderr, said);
  } finally {
    release();
  }
  return controller.signal.aborted ? INTERRUPTED : DONE;
}
