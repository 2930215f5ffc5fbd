/** `npm run check`: types, linters, format, import rules and commit subjects. All run, even when one fails. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lib/checkout.mjs';
import { capture } from './lib/commands.mjs';
import { longSubjects } from './lib/commit-subjects.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runScript } from './lib/problem.mjs';

/**
 * @typedef {object} Outcome
 * @property {boolean} ok
 * @property {string} output why it failed, or what could not be checked; empty when all is well
 */

/** @type {(name: string, path: string, ...args: string[]) => [string, () => Promise<Outcome>]} */
const tool = (name, path, ...args) => [
  name,
  async () => {
    const script = join(ROOT, 'node_modules', path);
    const { code, stdout, stderr } = await capture(process.execPath, [script, ...args]);
    return { ok: code === 0, output: code === 0 ? '' : `${stdout}${stderr}` };
  },
];
const TSC = 'typescript/bin/tsc';

/** Longest first: two run at a time. */
const CHECKS = [
  tool('eslint', 'eslint/bin/eslint.js', '.', '--max-warnings=0'),
  tool(
    'svelte-check',
    'svelte-check/bin/svelte-check',
    '--tsconfig=tsconfig.renderer.json',
    '--fail-on-warnings',
  ),
  tool('tsc tests', TSC, '-p', 'tsconfig.test.json'),
  tool('tsc main', TSC, '-p', 'tsconfig.main.json'),
  tool('tsc renderer', TSC, '-p', 'tsconfig.renderer.json'),
  tool('tsc web', TSC, '-p', 'tsconfig.web.json'),
  tool('tsc core', TSC, '-p', 'tsconfig.core.json'),
  tool('tsc scripts', TSC, '-p', 'tsconfig.scripts.json'),
  tool('prettier', 'prettier/bin/prettier.cjs', '--check', '.'),
  tool('import rules', 'vitest/vitest.mjs', 'run', 'test/architecture', '--reporter=dot'),
  /** @type {[string, () => Promise<Outcome>]} */ (['commit subjects', longSubjects]),
];

await runScript(async () => {
  await ensureInstalled();
  /** @type {string[]} */
  const failed = [];
  const waiting = [...CHECKS];
  const workers = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, body] = next;
      const startMs = performance.now();
      const { ok, output } = await body();
      const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
      console.log(`${ok ? 'pass' : 'FAIL'}  ${name} (${seconds} s)`);
      if (!ok) failed.push(name);
      if (output !== '') console.log(output.trimEnd().replaceAll(/^/gm, '      '));
    }
  });
  await Promise.all(workers);
  console.log(failed.length === 0 ? 'All checks pass.' : `Failed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
});
