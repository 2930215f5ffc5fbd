import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPlaces } from '#runner/places.ts';
import { cacheDir, hasDisplay } from '../../../scripts/lib/checkout.mjs';
import { findCommand } from '../../../scripts/lib/commands.mjs';
import { sourceStamp } from '../../../scripts/lib/source-stamp.mjs';
import { ensureSystem, findMissing, hasLibrary } from '../../../scripts/lib/system-packages.mjs';

describe('cacheDir', () => {
  it.each([{}, { JOULEMARK_CACHE: '/somewhere/else' }])('is the program’s own with %j', async (env) => {
    expect(await cacheDir(env)).toBe(findPlaces(env).cacheDir);
  });
});

describe('hasDisplay', () => {
  it('wants DISPLAY or WAYLAND_DISPLAY on Linux', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  });

  it.each(['darwin', 'win32'] as const)('is always true on %s', (platform) => {
    expect(hasDisplay({}, platform)).toBe(true);
  });
});

describe('sourceStamp', () => {
  let root: string;
  const stamp = () => sourceStamp(root, ['src', 'absent'], (path) => path.endsWith('.ts'));
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
    mkdirSync(join(root, 'src/deep'), { recursive: true });
    writeFileSync(join(root, 'src/deep/a.ts'), 'one');
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it('changes with what a file says', () => {
    const before = stamp();
    writeFileSync(join(root, 'src/deep/a.ts'), 'two');
    expect(stamp()).not.toBe(before);
  });

  it('changes with a file that comes, even an empty one, and returns when it goes', () => {
    const before = stamp();
    writeFileSync(join(root, 'src/b.ts'), '');
    expect(stamp()).not.toBe(before);
    rmSync(join(root, 'src/b.ts'));
    expect(stamp()).toBe(before);
  });

  it('does not change with files that do not count', () => {
    const before = stamp();
    writeFileSync(join(root, 'src/notes.md'), 'text');
    expect(stamp()).toBe(before);
  });
});

describe('the search for system packages', () => {
  const absent = { kind: 'command' as const, name: 'joulemark-absent', packages: ['joulemark-absent'] };

  it('finds what is missing and nothing else', async () => {
    const node = { kind: 'command' as const, name: 'node', packages: ['nodejs'] };
    expect(await findMissing([node, absent])).toEqual([absent]);
  });

  it('reads the loader’s list by whole names', () => {
    const listing = '2 libs found in cache\n\tlibnss3.so (libc6,x86-64) => /lib/libnss3.so\n';
    expect(hasLibrary(listing, 'libnss3.so')).toBe(true);
    expect(hasLibrary(listing, 'libnss3')).toBe(false);
    expect(hasLibrary(listing, 'nss3.so')).toBe(false);
  });

  it('fails with the command to type when it may not install', async () => {
    const refused = ensureSystem([absent], { asRoot: false });
    await expect(refused).rejects.toMatchObject({
      message: 'Missing on this system: joulemark-absent.',
      remedy: findCommand('apt-get')
        ? 'Install them with:  sudo apt-get install -y joulemark-absent'
        : "Install them with the system's own package manager.",
    });
  });
});
