/** Patterns of paths that no shell has expanded, on any system: * ? [abc] {a,b} within a name, ** for any folders. */
import { readdir } from 'node:fs/promises';
import { join, parse, resolve, sep } from 'node:path';
import { fileFault, systemCode } from '#disk/file-fault.ts';

const SIGNS = /[*?[{]/;

export function isPattern(name: string): boolean {
  return SIGNS.test(name);
}

/** Files, in the order of their paths. Both slashes part folders on Windows. Throws a `Fault` (file-unreadable). */
export async function expandPattern(pattern: string, cwd: string): Promise<string[]> {
  const { root } = parse(pattern);
  const parts = pattern
    .slice(root.length)
    .split(sep === '\\' ? /[\\/]+/ : /\/+/)
    .filter((part) => part !== '' && part !== '.');
  const files: string[] = [];
  await walk(root === '' ? resolve(cwd) : resolve(cwd, root), parts, files);
  return [...new Set(files)].sort();
}

async function walk(folder: string, parts: readonly string[], files: string[]): Promise<void> {
  const [part, ...rest] = parts;
  if (part === undefined) return;
  if (!isPattern(part) && rest.length > 0) return walk(join(folder, part), rest, files);
  const matches = part === '**' ? /^[^.]/ : nameMatcher(part);
  for (const entry of await entriesOf(folder)) {
    if (!matches.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (part === '**') {
      if (entry.isDirectory()) await walk(path, parts, files);
    } else if (rest.length > 0) await walk(path, rest, files);
    else if (!entry.isDirectory()) files.push(path);
  }
  // No folder at all is any folders, too.
  if (part === '**') await walk(folder, rest.length > 0 ? rest : ['*'], files);
}

/** What is no folder, or is not there, holds nothing that matches. */
async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return [];
    throw fileFault('file-unreadable', 'read the folder', folder, cause);
  }
}

/** As in a shell, a name that begins with a dot needs a dot in the pattern. */
function nameMatcher(part: string): RegExp {
  const source = part.replace(/\[(!?)([^\]]+)\]|\{([^{}]*)\}|[*?]|[.+^$()|[\]{}\\]/g, toSource);
  return new RegExp(`^${part.startsWith('.') ? '' : '(?!\\.)'}${source}$`, sep === '\\' ? 'iu' : 'u');
}

function toSource(sign: string, not?: string, set?: string, choice?: string): string {
  if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\\]^[&~]/g, '\\$&')}]`;
  if (choice !== undefined)
    return `(?:${choice
      .split(',')
      .map((each) => each.replace(/[*?]|[.+^$()|[\]{}\\]/g, toSource))
      .join('|')})`;
  if (sign === '*') return '[^/]*';
  return sign === '?' ? '[^/]' : `\\${sign}`;
}
