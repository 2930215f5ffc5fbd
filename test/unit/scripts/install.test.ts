import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkNode, whyInstall } from '../../../scripts/lib/install.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'joulemark-test-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

type Packages = Record<string, { version: string; integrity?: string; optional?: boolean }>;

function write(wanted: Packages, present: Packages | null, folders = Object.keys(present ?? {})): void {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  if (present === null) return;
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: present }));
}

describe('whyInstall', () => {
  const a = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } };

  it('is null when everything of package-lock.json is there', () => {
    write(a, a);
    expect(whyInstall(root)).toBeNull();
  });

  it('tells that nothing was installed', () => {
    write(a, null);
    expect(whyInstall(root)).toBe('node_modules is missing');
  });

  it('tells of a package of another version', () => {
    write(a, { 'node_modules/a': { version: '0.9.0', integrity: 'sha512-a' } });
    expect(whyInstall(root)).toContain('node_modules/a is not the version');
  });

  it('tells of a package with the same version and other bytes', () => {
    write(a, { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-b' } });
    expect(whyInstall(root)).toContain('node_modules/a is not the version');
  });

  it('tells of a package that npm has not noted', () => {
    write({ ...a, 'node_modules/b': { version: '2.0.0' } }, a);
    expect(whyInstall(root)).toBe('node_modules/b is missing');
  });

  it('tells of a package whose folder somebody deleted', () => {
    write(a, a, []);
    expect(whyInstall(root)).toBe('node_modules/a is missing');
  });

  it('takes no offence at an optional package of another platform', () => {
    write({ ...a, 'node_modules/b': { version: '2.0.0', optional: true } }, a);
    expect(whyInstall(root)).toBeNull();
  });
});

describe('checkNode', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts Node %s', (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(['18.20.0', '20.18.3'])('refuses Node %s, and says which it needs', (version) => {
    expect(() => checkNode(version)).toThrow(`Joulemark needs Node 20.19 or newer; this is Node ${version}.`);
  });
});
