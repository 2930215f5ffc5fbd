/** Where things lie: the package itself, and the user's data and cache folders. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import { Fault } from '#core/errors.ts';

export interface Places {
  /** The folder of Joulemark's own package.json; in an installed app it may lie in an asar archive. */
  readonly packageRoot: string;
  readonly version: string;
  readonly dataDir: string;
  readonly historyDir: string;
  readonly cacheDir: string;
  /** The built file that a worker process runs. */
  readonly workerEntry: string;
  /** Replaces `/sys`; what is measured from it is synthetic. null: the machine's own. */
  readonly sysfsRoot: string | null;
}

/** Environment variables: JOULEMARK_DATA and JOULEMARK_CACHE replace the folders, JOULEMARK_SYSFS `/sys`. */
export function findPlaces(env: NodeJS.ProcessEnv, sysfsRoot: string | null = null): Places {
  const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));
  const paths = envPaths('joulemark', { suffix: '' });
  const dataDir = resolve(env['JOULEMARK_DATA'] || paths.data);
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const root = sysfsRoot ?? (env['JOULEMARK_SYSFS'] || null);
  return {
    packageRoot,
    version,
    dataDir,
    historyDir: join(dataDir, 'history'),
    cacheDir: resolve(env['JOULEMARK_CACHE'] || paths.cache),
    workerEntry: join(packageRoot, 'out/main/worker.js'),
    sysfsRoot: root === null ? null : resolve(root),
  };
}

function findPackageRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest)) {
      const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
      if (name === 'joulemark') return folder;
    }
    if (dirname(folder) === folder) {
      throw new Fault('internal', `no package.json of joulemark above ${from}`);
    }
  }
}
