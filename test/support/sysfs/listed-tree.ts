/** A tree of sysfs out of a list in a text file: readable beside the test, with failing files in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultOfFile } from '#meters/linux/system-file.ts';
import type { SystemTree } from '#meters/linux/system-tree.ts';

/** Files by path: their text, or the name of the error that reading them gives. */
export interface ListedFiles {
  readonly [path: string]: string | { readonly errno: string };
}

export function listedTree(files: ListedFiles, links: Readonly<Record<string, string>> = {}): SystemTree {
  const paths = Object.keys(files);
  return {
    root: '/listed',
    readText(path) {
      const file = files[path];
      if (file === undefined) return Promise.reject(faultOfFile(`/listed/${path}`, 'ENOENT'));
      if (typeof file !== 'string') return Promise.reject(faultOfFile(`/listed/${path}`, file.errno));
      return Promise.resolve(file.trim());
    },
    list(path) {
      const below = paths.filter((name) => name.startsWith(`${path}/`));
      if (below.length === 0) return Promise.reject(faultOfFile(`/listed/${path}`, 'ENOENT'));
      const names = below.map((name) => name.slice(path.length + 1).split('/')[0] ?? '');
      return Promise.resolve([...new Set(names)].sort());
    },
    linkTarget: (path) => Promise.resolve(links[path] ?? null),
  };
}

const FIXTURES = join(import.meta.dirname, '../../fixtures/meters');

/**
 * Lines of a fixture below test/fixtures/meters: `path = text`, `path ! ERRNO`, `path -> target of the
 * link`; `#` begins a comment, `\n` in a text is a line feed.
 */
export function treeFixture(name: string, changed: ListedFiles = {}): SystemTree {
  const files: Record<string, string | { errno: string }> = {};
  const links: Record<string, string> = {};
  for (const line of readFileSync(join(FIXTURES, name), 'utf8').split('\n')) {
    const [, path, kind, value] = /^([^#\s]\S*) (=|!|->) ?(.*)$/.exec(line) ?? [];
    if (path === undefined || value === undefined) continue;
    if (kind === '=') files[path] = value.replaceAll('\\n', '\n');
    else if (kind === '!') files[path] = { errno: value };
    else links[path] = value;
  }
  return listedTree({ ...files, ...changed }, links);
}

export const textFixture = (name: string): string => readFileSync(join(FIXTURES, name), 'utf8');
