/** Where the provider libraries belong, and which version of them. */
import { access, constants, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { findPackageFile } from '#catalogue/package-file.ts';
import { Fault } from '#core/errors.ts';
import type { Places } from '../places.ts';

/** As onnxruntime-node's own installer names it (script/install-metadata.js). */
export const PACKAGE_ID = 'Microsoft.ML.OnnxRuntime.Gpu.Linux';
/** The three belong together: `shared` is what the other two are loaded through. */
export const FILE_NAMES = [
  'libonnxruntime_providers_shared.so',
  'libonnxruntime_providers_cuda.so',
  'libonnxruntime_providers_tensorrt.so',
] as const;
export type FileName = (typeof FILE_NAMES)[number];

/** Where a file lies within the package. */
export const inPackage = (name: FileName): string => `runtimes/linux-x64/native/${name}`;

export interface FilesTarget {
  /** The folder of onnxruntime-node's binary, which loads them from there. */
  readonly folder: string;
  /** Of onnxruntime-node: libraries of another version do not go with its binary. */
  readonly version: string;
}

/** `platform`: as `process.platform/process.arch`. Rejects with `provider-missing`. */
export async function findTarget({ packageRoot }: Places, platform: string): Promise<FilesTarget> {
  if (platform !== 'linux/x64') throw elsewhere(platform);
  const manifest = findPackageFile(packageRoot, 'onnxruntime-node', 'package.json', 'provider-missing');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  // What the system's linker loads lies beside the archive of an installed app, not in it.
  const root = dirname(manifest).replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`);
  const folder = join(root, 'bin/napi-v6/linux/x64');
  await access(join(folder, 'onnxruntime_binding.node')).catch((cause: unknown) => {
    throw new Fault('provider-missing', `${folder} has no binary of onnxruntime-node`, {
      cause,
      remedy: 'Install onnxruntime-node again: run "npm ci" in the checkout.',
    });
  });
  return { folder, version };
}

/** Rejects with `file-unwritable`. */
export async function checkWritable({ folder }: FilesTarget): Promise<void> {
  await access(folder, constants.W_OK).catch((cause: Error) => {
    throw new Fault('file-unwritable', `the files belong into ${folder}, which cannot be written to`, {
      cause,
      remedy:
        'Run the command as a user who may write there, or use Joulemark from a folder of your own (a checkout or an unpacked archive).',
    });
  });
}

function elsewhere(platform: string): Fault {
  const [system = ''] = platform.split('/');
  const instead: Readonly<Record<string, string>> = {
    win32: 'On Windows, "dml" (DirectML) reaches NVIDIA GPUs and needs nothing more.',
    darwin: 'On a Mac, "coreml" and "webgpu" reach the GPU and need nothing more.',
  };
  return new Fault(
    'provider-missing',
    `onnxruntime-node has CUDA and TensorRT on linux/x64 only, and this is ${platform}`,
    { remedy: instead[system] ?? 'Run "joulemark devices" to see what this machine has.' },
  );
}
