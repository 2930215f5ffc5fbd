/** Builds a TypeScript program for Node, for tests that start real processes. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../..');

/**
 * `entry` is relative to the checkout. Returns the path of one file, named by its content, so that
 * test files running at once share it and never see a half-written one; it lies inside the checkout, so
 * that it finds its node_modules.
 */
export async function buildEntry(entry: string): Promise<string> {
  const output = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: entry,
      target: 'node20',
      write: false,
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const [file] = 'output' in output ? output.output : [];
  if (file?.type !== 'chunk') throw new Error(`Vite built nothing from ${entry}`);
  const hash = createHash('sha256').update(file.code).digest('hex').slice(0, 16);
  const path = join(ROOT, 'out/test-entries', `${basename(entry, '.ts')}-${hash}.js`);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, file.code);
    renameSync(temporary, path);
  }
  return path;
}

/** The command line, as it is built for people. */
export const buildCli = () => buildEntry('src-main/cli/main.ts');
