/** Builds the worker as the app does, for tests that start real worker processes. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '../..');
const ENTRY = 'src-main/inference/worker/main.ts';

let built: Promise<string> | null = null;

/**
 * Path of the built worker. Named by its content, so that test files running at once share it and
 * never see a half-written one; inside the checkout, so that it finds its node_modules.
 */
export function buildWorker(): Promise<string> {
  built ??= buildOnce();
  return built;
}

async function buildOnce(): Promise<string> {
  const output = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: ENTRY,
      target: 'node20',
      write: false,
      rolldownOptions: { output: { codeSplitting: false, entryFileNames: 'worker.js' } },
    },
  });
  const [file] = 'output' in output ? output.output : [];
  if (file?.type !== 'chunk') throw new Error('Vite built no worker');
  const hash = createHash('sha256').update(file.code).digest('hex').slice(0, 16);
  const path = join(ROOT, 'out/test-worker', `${hash}.js`);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, file.code);
    renameSync(temporary, path);
  }
  return path;
}
