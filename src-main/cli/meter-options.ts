/** The options that put something in place of, or beside, the machine's own meters. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '#core/errors.ts';
import type { Places } from '#runner/places.ts';
import type { CliContext } from './context.ts';

export interface MeterOptions {
  readonly sysfsRoot?: string;
  readonly replay?: string;
  readonly plug?: string;
}

export function addMeterOptions(command: Command): Command {
  return command
    .option('--sysfs-root <dir>', 'read energy from this folder in place of /sys; the run is synthetic')
    .option('--replay <file>', 'play this recorded trace in place of all meters; the run is synthetic')
    .option(
      '--plug <host>',
      'address of the smart plug (Shelly, Tasmota) that this machine hangs on; HOST/1 is outlet 1 of a strip',
    );
}

/** Throws `wrong-usage` where the folder that replaces /sys is none. */
export function placesFor(options: MeterOptions, { env, cwd, findPlaces }: CliContext): Places {
  const places = findPlaces(env, {
    ...(options.sysfsRoot === undefined ? {} : { sysfsRoot: resolve(cwd, options.sysfsRoot) }),
    ...(options.replay === undefined ? {} : { replayFile: resolve(cwd, options.replay) }),
    ...(options.plug === undefined ? {} : { plugAddress: options.plug }),
  });
  const { sysfsRoot } = places.meterSources;
  if (sysfsRoot !== null && !statSync(sysfsRoot, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Fault('wrong-usage', `there is no folder ${sysfsRoot} to read in place of /sys`, {
      remedy: 'Give --sysfs-root (or JOULEMARK_SYSFS) an existing folder.',
    });
  }
  return places;
}
