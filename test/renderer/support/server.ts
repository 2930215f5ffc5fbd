/** Builds the page on the fake backend and serves it on the loopback, under the app's own policy. */
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, preview } from 'vite';
import { PAGE_HEADERS } from '#app/page-policy.ts';

const ROOT = fileURLToPath(new URL('../../../src-renderer', import.meta.url));
const OUT = fileURLToPath(new URL('../../../node_modules/.cache/joulemark-fake-page', import.meta.url));

export interface FakePageServer {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

export async function serveFakePage(): Promise<FakePageServer> {
  const common = { root: ROOT, configFile: false, logLevel: 'warn', base: './' } as const;
  await build({
    ...common,
    plugins: [svelte({ configFile: false })],
    build: { outDir: OUT, emptyOutDir: true, rolldownOptions: { input: `${ROOT}/fake.html` } },
  });
  const server = await preview({
    ...common,
    build: { outDir: OUT },
    preview: { host: '127.0.0.1', port: 0, open: false, headers: { ...PAGE_HEADERS } },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('Vite does not say where it serves the page');
  return { url, close: () => server.close() };
}
