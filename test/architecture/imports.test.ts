import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findImports } from './find-imports.ts';
import { RULES } from './import-rules.ts';
import { breachesIn } from './judge-imports.ts';

const ROOT = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  imports: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

const sources = ['src-main', 'src-renderer', 'src-web', 'models'].flatMap((area) =>
  readdirSync(join(ROOT, area), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name))
    .map((name) => `${area}/${name.replaceAll('\\', '/')}`),
);
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('the import rules', () => {
  it('are kept by every source file', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap((path) => breachesIn(path, textOf(path), RULES, manifest.imports))).toEqual([]);
  });

  it('exist for every folder, and for no folder that is gone', () => {
    const under = (area: string) =>
      readdirSync(join(ROOT, area), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${area}/${entry.name}`);
    const folders = [...under('src-main'), ...under('src-renderer')].map((folder) =>
      folder === 'src-renderer/features' ? 'src-renderer/features/*' : folder,
    );
    expect(Object.keys(RULES).sort()).toEqual(
      [...folders, 'src-renderer', 'src-web', 'models', 'models/builders'].sort(),
    );
  });

  it('are about packages that package.json names, and that an installed program has', () => {
    const undeclared = sources.flatMap((path) => {
      // The pages are bundled; everything else finds its packages in node_modules when it runs.
      const bundled = /^src-(?:renderer|web)\//.test(path);
      const declared = { ...manifest.dependencies, ...(bundled ? manifest.devDependencies : {}) };
      return findImports(path, textOf(path))
        .filter((found) => !found.typeOnly && found.specifier !== null && /^[a-z@]/.test(found.specifier))
        .map((found) => packageOf(found.specifier ?? ''))
        .filter((name) => name !== 'electron' && !name.startsWith('node:') && !(name in declared))
        .map((name) => `${path} → ${name}`);
    });
    expect(undeclared).toEqual([]);
  });

  it('want Node’s own modules by their node: names', () => {
    const bare = sources.flatMap((path) =>
      findImports(path, textOf(path))
        .filter((found) => builtinModules.includes(found.specifier ?? ''))
        .map((found) => `${path} → ${found.specifier}`),
    );
    expect(bare).toEqual([]);
  });
});

describe('the check itself', () => {
  const judge = (path: string, text: string) => breachesIn(path, text, RULES, manifest.imports);

  it.each([
    ['a bare import of Electron', 'src-main/core/a.ts', "import 'electron';"],
    ['Node in the core', 'src-main/core/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['a relative escape', 'src-main/core/a.ts', "import { x } from '../store/history.ts';"],
    [
      'a relative escape to where it may look',
      'src-main/store/a.ts',
      "import { x } from '../core/errors.ts';",
    ],
    ['a dynamic import', 'src-main/report/a.ts', "const x = await import('#store/history.ts');"],
    ['a re-export', 'src-main/engine/a.ts', "export { x } from '#meters/estimate.ts';"],
    ['a re-export of everything', 'src-main/engine/a.ts', "export * from '#meters/estimate.ts';"],
    ['a require', 'src-main/cli/a.ts', "const x = require('electron');"],
    ['a require made for ES modules', 'src-main/cli/a.ts', "createRequire(import.meta.url)('electron');"],
    [
      'an import type of a closed folder',
      'src-main/engine/a.ts',
      "let x: import('#store/leaderboard/lines.ts').Line;",
    ],
    ['one adapter in another', 'src-main/meters/a.ts', "import { x } from '#host/facts.ts';"],
    ['the app in the command line', 'src-main/cli/a.ts', "import { x } from '#app/runs.ts';"],
    ['a meter in the app', 'src-main/app/a.ts', "import { x } from '#meters/registry.ts';"],
    ['a computed import', 'src-main/app/a.ts', 'await import(path);'],
    ['an alias that does not exist', 'src-main/app/a.ts', "import '#shared/x.ts';"],
    [
      'values of the contract in the page',
      'src-renderer/state/a.ts',
      "import { CALLS } from '#ipc/contract.ts';",
    ],
    ['a feature in another', 'src-renderer/features/run/a.ts', "import { x } from '../submit/b.ts';"],
    [
      'the fake backend in a feature',
      'src-renderer/features/run/a.ts',
      "import '../../backend/fake/backend.ts';",
    ],
    ['state in a component', 'src-renderer/components/a.ts', "import { x } from '../state/run.svelte.ts';"],
    [
      'a script of a component',
      'src-renderer/components/A.svelte',
      '<script lang="ts">\nimport fs from "node:fs";\nlet x: number = $state(1);\n</script>\n<p>{x}</p>',
    ],
    [
      'the markup of a component',
      'src-renderer/components/A.svelte',
      "{#await import('../state/run.svelte.ts')}<p>…</p>{/await}",
    ],
    ['a folder without a rule', 'src-main/shared/a.ts', ''],
    ['a file between the folders', 'src-main/a.ts', ''],
  ])('finds %s', (_, path, text) => {
    expect(judge(path, text)).toHaveLength(1);
  });

  it.each([
    ['its own folder', 'src-main/core/energy/a.ts', "import { x } from '../errors.ts';"],
    ['an allowed folder by its alias', 'src-main/store/a.ts', "import { x } from '#core/errors.ts';"],
    ['a package below its name', 'src-main/core/a.ts', "import { x } from '@stdlib/stats-base-dists-t-cdf';"],
    ['types of the contract', 'src-renderer/state/a.ts', "import type { Calls } from '#ipc/contract.ts';"],
    ['types named one by one', 'src-renderer/state/a.ts', "import { type Calls } from '#ipc/contract.ts';"],
    ['the backend’s interface', 'src-renderer/features/run/a.ts', "import '../../backend/backend.ts';"],
    ['a word in a comment', 'src-main/core/a.ts', "// import 'electron'\nconst x = \"require('fs')\";"],
  ])('allows %s', (_, path, text) => {
    expect(judge(path, text)).toEqual([]);
  });
});

/** `zod` of `zod/mini`, `@scope/name` of `@scope/name/file.js`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
