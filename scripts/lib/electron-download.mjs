/** The pinned `electron` package's own way to get its runtime: from its makers or the mirror set for it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir, ROOT } from './checkout.mjs';
import { bytesUnder } from './folder-size.mjs';
import { withLock } from './lock.mjs';

/** A network that could not be reached is not tried again for a day. */
const REMEMBER_MS = 24 * 60 * 60 * 1000;
/** A download that brings nothing for so long is given up. */
const STALLED_S = 20;

/** @typedef {{ distDir: string, reason: null } | { distDir: null, reason: string }} Found */

/** The package that is pinned for this checkout. */
const PINNED = join(ROOT, 'node_modules', 'electron');

/**
 * Runs the package's install script unless its runtime is there, or could not be had within the last
 * day (JOULEMARK_ELECTRON_RETRY=1 tries anyway).
 * @param {(line: string) => void} log
 * @param {{ folder?: string, stalledS?: number }} [options] another package's folder and patience, for tests
 * @returns {Promise<Found>}
 */
export async function ownDownload(log, { folder = PINNED, stalledS = STALLED_S } = {}) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  /** @type {Found} */
  const present = { distDir: join(folder, 'dist'), reason: null };
  if (isComplete(folder, version)) return present;

  const cache = await cacheDir();
  const failureNote = join(cache, `electron-${version}-unreachable.json`);
  const remembered = process.env.JOULEMARK_ELECTRON_RETRY === '1' ? null : readFailure(failureNote);
  if (remembered !== null) return { distDir: null, reason: remembered };

  return withLock(join(cache, 'locks', 'electron-download'), async () => {
    if (isComplete(folder, version)) return present;
    log(`Getting Electron ${version} …`);
    const failure = await runInstallScript(folder, stalledS);
    if (failure === null && isComplete(folder, version)) {
      rmSync(failureNote, { force: true });
      return present;
    }
    const reason = `Electron ${version} could not be downloaded (${failure ?? 'incomplete'})`;
    mkdirSync(cache, { recursive: true });
    writeFileSync(failureNote, JSON.stringify({ atMs: Date.now(), reason }));
    log(`${reason}; not tried again for a day unless JOULEMARK_ELECTRON_RETRY=1.`);
    return { distDir: null, reason };
  });
}

/**
 * @param {string} folder
 * @param {string} version
 */
function isComplete(folder, version) {
  const note = join(folder, 'dist', 'version');
  // The package writes path.txt last.
  if (!existsSync(note) || !existsSync(join(folder, 'path.txt'))) return false;
  return readFileSync(note, 'utf8').trim().replace(/^v/, '') === version;
}

/**
 * @param {string} note
 * @returns {string | null} why it failed, if that was within the last day
 */
function readFailure(note) {
  if (!existsSync(note)) return null;
  const { atMs, reason } = JSON.parse(readFileSync(note, 'utf8'));
  return Date.now() - atMs < REMEMBER_MS ? reason : null;
}

/**
 * @param {string} folder
 * @param {number} patienceS
 * @returns {Promise<string | null>} what went wrong, in a few words
 */
function runInstallScript(folder, patienceS) {
  // Its temporary files lie in a folder of ours, so that we see whether the download moves on.
  const scratch = mkdtempSync(join(tmpdir(), 'joulemark-electron-'));
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: scratch, TMP: scratch, TEMP: scratch },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let lastError = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (lastError = text.trim() || lastError));
    let size = -1;
    let stalledS = 0;
    const watch = setInterval(() => {
      const now = bytesUnder(scratch) + bytesUnder(join(folder, 'dist'));
      stalledS = now === size ? stalledS + 1 : 0;
      size = now;
      if (stalledS >= patienceS) child.kill('SIGKILL');
    }, 1000);
    child.once('close', (code, signal) => {
      clearInterval(watch);
      rmSync(scratch, { recursive: true, force: true });
      if (code === 0) resolve(null);
      else if (signal === 'SIGKILL') resolve(`nothing arrived for ${patienceS} s`);
      else resolve(firstLine(lastError) || `exit code ${code}`);
    });
  });
}

/** @param {string} text */
function firstLine(text) {
  return text.split('\n')[0]?.replace(/^\w*Error: /, '') ?? '';
}
