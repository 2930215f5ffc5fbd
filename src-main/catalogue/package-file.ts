/** Finds files that npm packages carry, from wherever Joulemark itself is installed. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Fault, type FaultCode } from '#core/errors.ts';

/**
 * Absolute path of a file of an npm package, looked for in the node_modules folders that Node itself
 * would search from `packageRoot`. By folder, not by `require.resolve`: the packages' own `exports`
 * hide their model files. Throws `missing` when no folder has it.
 */
export function findPackageFile(
  packageRoot: string,
  packageName: string,
  file: string,
  missing: FaultCode = 'model-missing',
): string {
  const require = createRequire(join(packageRoot, 'package.json'));
  const folders = require.resolve.paths(packageName) ?? [];
  const found = folders.map((folder) => join(folder, packageName, file)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Fault(missing, `${packageName}/${file} is in no node_modules folder above ${packageRoot}`);
}

/** The file's bytes; a `Fault` that names the path when it cannot be read. */
export async function readBytes(path: string, code: FaultCode): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault(code, `cannot read ${path}: ${reason}`, { cause });
  });
}
