/** `joulemark devices` */
import { parseTarget } from '#core/providers.ts';
import { devicesText } from '#report/devices-report.ts';
import type { CliContext } from '../context.ts';
import { DONE } from '../exit-code.ts';
import { targetsOf } from '../option-values.ts';
import { note, widthFor, write } from '../output.ts';

export interface DevicesOptions {
  readonly json?: boolean;
  readonly providers?: readonly string[];
}

/** Tries each device with a small model. Whatever it finds, to have looked is success. */
export async function listDevices(options: DevicesOptions, context: CliContext): Promise<number> {
  const { stdout, stderr, env } = context;
  const names = options.providers === undefined ? null : targetsOf(options.providers);
  const targets = names?.flatMap((name) => parseTarget(name) ?? []) ?? null;
  const places = context.findPlaces(env);
  if (stderr.isTTY === true)
    await note(stderr, 'Each device is tried with a small model, one after the other.');
  const { launchers, close } = context.openLaunchers(places);
  const controller = new AbortController();
  const release = context.onInterrupt(
    () => controller.abort(),
    () => undefined,
  );
  try {
    const devices = await context.findDevices({ places, launchers, targets, signal: controller.signal });
    const text =
      options.json === true
        ? `${JSON.stringify({ devices }, null, 1)}\n`
        : devicesText(devices, widthFor(stdout));
    await write(stdout, text);
  } finally {
    release();
    await close();
  }
  return DONE;
}
