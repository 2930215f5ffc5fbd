/** The command about devices, and its options. */
import type { Command } from 'commander';
import { PROVIDERS } from '#core/configuration.ts';
import { listDevices, type DevicesOptions } from './commands/devices.ts';
import type { CliContext } from './context.ts';
import { list } from './option-values.ts';

export function addDevices(program: Command, context: CliContext, done: (exitCode: number) => void): Command {
  return program
    .command('devices')
    .description(
      'what can run models here: CPU, GPU and NPU, each tried for real, or why not and how to mend it',
    )
    .option(
      '--providers <names>',
      `only these, with commas between them: ${PROVIDERS.join(', ')}, or one unit: dml:1, webnn:npu`,
      list,
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
ready: a session of a small model ran on it. software: the processor does the work. unverified: it runs, and the platform does
not say on what. fell back: it runs, and another provider did the work. unavailable: it does not run.

Examples:
  joulemark devices
  joulemark devices --providers webgpu,wasm --json`,
    )
    .action(async (options: DevicesOptions) => done(await listDevices(options, context)));
}
