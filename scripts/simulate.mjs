/** `npm run simulate [-- RUNS]`: the protocol against machines whose truth is known, as a table. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { build } from 'vite';

const folder = await mkdtemp(join(tmpdir(), 'joulemark-simulate-'));
try {
  await build({
    configFile: false,
    logLevel: 'error',
    // Bundled whole: from a temporary folder no package could be found.
    ssr: { noExternal: true },
    build: {
      ssr: 'test/simulation/main.ts',
      outDir: folder,
      target: 'node20',
      rollupOptions: { output: { format: 'es', entryFileNames: 'main.mjs' } },
    },
  });
  const { status } = spawnSync(process.execPath, [join(folder, 'main.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
