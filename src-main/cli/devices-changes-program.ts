/** The commands that change what this machine has to run models on, and their options. */
import type { Command } from 'commander';
import {
  disableProvider,
  enableProvider,
  type DisableOptions,
  type EnableOptions,
} from './commands/devices-enable.ts';
import type { CliContext } from './context.ts';

/** Adds `enable` and `disable` to the command `devices`. */
export function addDeviceChanges(
  devices: Command,
  context: CliContext,
  done: (exitCode: number) => void,
): void {
  devices
    .command('enable <provider>')
    .description('add the libraries of cuda and tensorrt, which come separately (Linux on x64)')
    .option('--from <file-or-url>', 'take the NuGet package from there, e.g. from a disk or a mirror')
    .option('--sha512 <base64>', 'what the package must hash to (default: as the NuGet feed says)')
    .option('--feed <url>', 'the index.json of another NuGet feed, such as a company’s (protocol version 3)')
    .option('--json', 'what was done, as JSON')
    .addHelpText(
      'after',
      `
Gets the package Microsoft.ML.OnnxRuntime.Gpu.Linux in the version of the installed onnxruntime-node, checks its SHA-512,
and puts three libraries beside onnxruntime-node's own. Files of others are never overwritten; a receipt is kept, by
which "joulemark devices disable cuda" removes exactly these files. An interrupted download resumes. HTTPS_PROXY,
HTTP_PROXY and NO_PROXY are respected. The driver, CUDA, cuDNN and TensorRT themselves come from NVIDIA: what is
missing is listed in the end. With --from and --sha512, nothing else is asked for over the network.

Examples:
  joulemark devices enable cuda
  joulemark devices enable cuda --from microsoft.ml.onnxruntime.gpu.linux.1.30.0.nupkg --sha512 2edCwKLcbc…`,
    )
    .action(async (provider: string, options: EnableOptions) =>
      done(await enableProvider(provider, options, context)),
    );
  devices
    .command('disable <provider>')
    .description('remove the libraries that "enable" added')
    .option('--json', 'what was done, as JSON')
    .action(async (provider: string, options: DisableOptions) =>
      done(await disableProvider(provider, options, context)),
    );
}
