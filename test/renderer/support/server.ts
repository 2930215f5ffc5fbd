/** Builds the page on the fake backend and serves it on the loopback, under the app's own policy. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, preview } from 'vite';
import { PAGE_HEADERS } from '#app/page-policy.ts';

const ROOT = fileURLToPath(new URL('../../../src-renderer', import.meta.url));

export interface FakePageServer {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

export async function serveFakePage(): Promise<FakePageServer> {
  // Of its own: several checkouts may test at once.
  const outDir = mkdtempSync(join(tmpdir(), 'joulemark-fake-page-'));
  const common = { root: ROOT, configFile: false, logLevel: 'warn', base: './' } as const;
  await build({
    ...common,
    plugins: [svelte({ configFile: false })],
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: `${ROOT}/fake.html` } },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, open: false, headers: { ...PAGE_HEADERS } },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('Vite does not say where it serves the page');
  return {
    url,
    close: async () => {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
