/** Holds a file's imports against the rules. */
import { dirname, join } from 'node:path/posix';
import { findImports, type FoundImport } from './find-imports.ts';
import type { Rule } from './import-rules.ts';

type Rules = Readonly<Record<string, Rule>>;

/** Folders that no relative path may leave: between them only the aliases of package.json are used. */
const ROOTS = /^(src-main\/[^/]+|src-renderer|models)(?=\/)/;

/**
 * The breaches in one file, a line each; empty when it keeps the rules.
 * @param path relative to the repository, with slashes
 * @param aliases package.json's `imports`
 */
export function breachesIn(
  path: string,
  text: string,
  rules: Rules,
  aliases: Record<string, string>,
): string[] {
  const owner = ownerOf(path, rules);
  if (owner === null) return [`${path}: its folder has no rule`];
  return findImports(path, text).flatMap((found) => {
    const why = breach(path, found, owner, aliases);
    return why === null ? [] : [`${path} → ${found.specifier ?? 'a computed path'}: ${why}`];
  });
}

interface Owner {
  readonly folder: string;
  readonly rule: Rule;
}

/** The rule of the longest folder that holds the file; a `*` stands for one folder name. */
export function ownerOf(path: string, rules: Rules): Owner | null {
  const folders = path.split('/').slice(0, -1);
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const folder = folders.slice(0, depth).join('/');
    const rule = rules[folder] ?? rules[[...folders.slice(0, depth - 1), '*'].join('/')];
    // Only whole areas have rules: a file below src-main itself has none.
    if (rule !== undefined) return { folder, rule };
  }
  return null;
}

function breach(
  path: string,
  found: FoundImport,
  owner: Owner,
  aliases: Record<string, string>,
): string | null {
  if (found.specifier === null) return 'what is imported must be readable in the source';
  const target = targetOf(path, found.specifier, aliases);
  if (target === null) return 'no such alias in package.json';
  if (found.specifier.startsWith('.') && rootOf(path) !== rootOf(target)) {
    return 'a relative path leaves its folder; use the alias';
  }
  if (isUnder(target, owner.folder)) return null;
  if (owner.rule.may.some((allowed) => isUnder(target, allowed))) return null;
  const asType = owner.rule.types?.some((allowed) => isUnder(target, allowed)) ?? false;
  if (!asType) return `${owner.folder} may not import it`;
  return found.typeOnly ? null : `${owner.folder} may import only types from there`;
}

/** A path in the repository, a package's name with its subpath, or `node:…`; null for an unknown alias. */
function targetOf(path: string, specifier: string, aliases: Record<string, string>): string | null {
  if (specifier.startsWith('.')) return join(dirname(path), specifier);
  if (!specifier.startsWith('#')) return specifier;
  for (const [pattern, replacement] of Object.entries(aliases)) {
    const prefix = pattern.replace(/\*$/, '');
    if (specifier.startsWith(prefix)) {
      return join(replacement.replace(/\*$/, ''), specifier.slice(prefix.length));
    }
  }
  return null;
}

function rootOf(path: string): string | undefined {
  return ROOTS.exec(path)?.[0];
}

function isUnder(target: string, allowed: string): boolean {
  if (allowed === 'node:') return target.startsWith('node:');
  return target === allowed || target.startsWith(`${allowed}/`);
}
