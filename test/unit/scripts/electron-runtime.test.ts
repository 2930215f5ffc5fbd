import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownDownload } from '../../../scripts/lib/electron-download.mjs';
import { checkIntegrity } from '../../../scripts/lib/electron-registry.mjs';
import { resolveElectron } from '../../../scripts/lib/electron-runtime.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
  vi.stubEnv('JOULEMARK_CACHE', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('resolveElectron', () => {
  it('takes the folder of ELECTRON_OVERRIDE_DIST_PATH before all others', async () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
    const executable = join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
    writeFileSync(executable, '');
    writeFileSync(join(folder, 'version'), 'v45.0.0\n');
    expect(await resolveElectron()).toEqual({
      executable,
      version: '45.0.0',
      source: 'override',
      distDir: folder,
    });
  });

  it('says which file is missing in that folder', async () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
    await expect(resolveElectron()).rejects.toThrow(`No Electron at ${folder}`);
  });

  it('asks an Electron without a version file, and says why it does not start', async () => {
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
    const executable = join(folder, 'electron');
    writeFileSync(executable, '#!/bin/sh\necho "libgtk-3.so.0: cannot open" >&2\nexit 127\n');
    chmodSync(executable, 0o755);
    await expect(resolveElectron()).rejects.toThrow('libgtk-3.so.0: cannot open');
  });
});

describe('the electron package’s own download', () => {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const attempts = () => lines.filter((line) => line.startsWith('Getting')).length;
  let electron: string;
  beforeEach(() => {
    lines.length = 0;
    electron = join(folder, 'electron');
    mkdirSync(electron);
    writeFileSync(join(electron, 'package.json'), JSON.stringify({ version: '45.0.0' }));
  });
  const installer = (code: string) => writeFileSync(join(electron, 'install.js'), code);

  it('is used when it brings a runtime, and not run again', async () => {
    installer(`
      const { mkdirSync, writeFileSync } = require('node:fs');
      mkdirSync(__dirname + '/dist');
      writeFileSync(__dirname + '/dist/version', '45.0.0');
      writeFileSync(__dirname + '/path.txt', 'electron');`);
    const found = { distDir: join(electron, 'dist'), reason: null };
    expect(await ownDownload(log, { folder: electron })).toEqual(found);
    installer('process.exit(1)');
    expect(await ownDownload(log, { folder: electron })).toEqual(found);
    expect(attempts()).toBe(1);
  });

  it('is not tried again within a day of failing, unless asked to', async () => {
    installer("throw new TypeError('fetch failed')");
    const failed = await ownDownload(log, { folder: electron });
    expect(failed.reason).toContain('Electron 45.0.0 could not be downloaded');
    expect(await ownDownload(log, { folder: electron })).toEqual(failed);
    expect(attempts()).toBe(1);
    vi.stubEnv('JOULEMARK_ELECTRON_RETRY', '1');
    await ownDownload(log, { folder: electron });
    expect(attempts()).toBe(2);
  });

  it('is tried again after a day', async () => {
    installer('process.exit(1)');
    await ownDownload(log, { folder: electron });
    const note = join(folder, 'cache', 'electron-45.0.0-unreachable.json');
    expect(existsSync(note)).toBe(true);
    writeFileSync(note, JSON.stringify({ atMs: Date.now() - 25 * 3600 * 1000, reason: 'long ago' }));
    await ownDownload(log, { folder: electron });
    expect(attempts()).toBe(2);
  });

  it('is given up when nothing arrives', async () => {
    installer('setInterval(() => {}, 1000)');
    const { reason } = await ownDownload(log, { folder: electron, stalledS: 1 });
    expect(reason).toContain('nothing arrived for 1 s');
  });

  it('does not count when it leaves half a runtime', async () => {
    installer("require('node:fs').mkdirSync(__dirname + '/dist')");
    expect(await ownDownload(log, { folder: electron })).toMatchObject({ distDir: null });
  });
});

describe('checkIntegrity', () => {
  it('refuses a file that is not what was pinned, and says what it found', async () => {
    const path = join(folder, 'file');
    writeFileSync(path, 'abc');
    // SHA-512 of "abc", FIPS 180-4, appendix C.1.
    const abc =
      'sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==';
    await expect(checkIntegrity(path, abc, 'it')).resolves.toBeUndefined();
    const refused = checkIntegrity(path, 'sha512-other', 'it');
    await expect(refused).rejects.toThrow(`it is not what was pinned: ${abc} instead of sha512-other`);
  });
});
