/** Where things lie: the package itself, and the user's data and cache folders. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import { Fault } from '#core/errors.ts';
import { findElectron, type ElectronPlace } from './electron-place.ts';

/** What a person put in place of, or beside, the machine's own meters. */
export interface MeterSources {
  /** Replaces `/sys`; what is measured from it is synthetic. null: the machine's own. */
  readonly sysfsRoot: string | null;
  /** A recorded trace that is played in place of all meters; synthetic, too. */
  readonly replayFile: string | null;
  /** Address of the smart plug that this machine hangs on. */
  readonly plugAddress: string | null;
}

export interface Places {
  /** The folder of Joulemark's own package.json; in an installed app it may lie in an asar archive. */
  readonly packageRoot: string;
  readonly version: string;
  readonly dataDir: string;
  readonly historyDir: string;
  readonly cacheDir: string;
  /** The built file that a worker process runs. */
  readonly workerEntry: string;
  readonly meterSources: MeterSources;
  /** What the command line opens browser pages with; null: there is none, and the app needs none. */
  readonly electron: ElectronPlace | null;
}

/**
 * Environment variables: JOULEMARK_DATA and JOULEMARK_CACHE replace the folders; JOULEMARK_SYSFS,
 * JOULEMARK_REPLAY and JOULEMARK_PLUG stand for the meter sources that are not given; JOULEMARK_ELECTRON and
 * JOULEMARK_ELECTRON_ARGS say what opens browser pages. Throws `wrong-usage` where one cannot be read.
 */
export function findPlaces(env: NodeJS.ProcessEnv, given: Partial<MeterSources> = {}): Places {
  const packageRoot = findPackageRoot(dirname(fileURLToPath(import.meta.url)));
  const paths = envPaths('joulemark', { suffix: '' });
  const dataDir = resolve(env['JOULEMARK_DATA'] || paths.data);
  const { version } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    packageRoot,
    version,
    dataDir,
    historyDir: join(dataDir, 'history'),
    cacheDir: resolve(env['JOULEMARK_CACHE'] || paths.cache),
    workerEntry: join(packageRoot, 'out/main/worker.js'),
    meterSources: {
      sysfsRoot: absolute(given.sysfsRoot ?? env['JOULEMARK_SYSFS']),
      replayFile: absolute(given.replayFile ?? env['JOULEMARK_REPLAY']),
      plugAddress: given.plugAddress ?? (env['JOULEMARK_PLUG'] || null),
    },
    electron: findElectron(env, packageRoot),
  };
}

/** The same with the smart plug that a person set in the app; null: none. One given at the start goes first. */
export function withPlug(places: Places, plugAddress: string | null): Places {
  const { meterSources } = places;
  return {
    ...places,
    meterSources: { ...meterSources, plugAddress: meterSources.plugAddress ?? plugAddress },
  };
}

/** An empty variable is none. */
const absolute = (path: string | null | undefined): string | null => (path ? resolve(path) : null);

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
