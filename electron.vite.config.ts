import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { build, type Plugin } from 'vite';

/**
 * Packages of many small files that the window needs at its start: reading them one by one takes longer than all else
 * that happens before the window is there.
 */
const BUNDLED = [
  ...['zod', 'env-paths', 'canonicalize', 'proper-lockfile', '@noble/hashes'],
  ...['@stdlib/stats-base-dists-t-cdf', '@stdlib/stats-base-dists-t-quantile'],
];

/** Who only wants to start the program need not read which of our tools took how long. */
const checks = { bundlerTimings: false };

/** One build for everything that runs in Node or in Electron's processes: shared code is bundled once. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20',
      sourcemap: true,
      externalizeDeps: { exclude: BUNDLED },
      rollupOptions: {
        input: {
          app: 'src-main/app/main.ts',
          'bench-process': 'src-main/app/bench-process.ts',
          'board-process': 'src-main/app/board/board-process.ts',
          worker: 'src-main/inference/worker/main.ts',
          cli: 'src-main/cli/main.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
    plugins: [webPage()],
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but Electron, and must be CommonJS.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'src-main/preload/preload.ts', 'web-page': 'src-main/preload/web-page.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    // Absolute, because the development server takes it from `root` and the build from here.
    build: {
      outDir: 'out/renderer',
      // Half as much to read and compile at each start.
      minify: true,
      rollupOptions: { input: resolve('src-renderer/index.html'), checks },
    },
    plugins: [svelte({ configFile: false })],
  },
});

/**
 * The page that runs models, with ONNX Runtime's WebAssembly beside it: main serves it from its own scheme, in
 * development, too. A third page, which electron-vite has no place for.
 */
function webPage(): Plugin {
  const output = {
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    // ONNX Runtime's own names: its threads start from the same file again.
    assetFileNames: 'ort/[name][extname]',
  };
  return {
    name: 'joulemark-web-page',
    async closeBundle() {
      await build({
        configFile: false,
        root: resolve('src-web'),
        logLevel: 'warn',
        // The build of onnxruntime-web that takes its WebAssembly from files, not from within the script.
        resolve: {
          conditions: ['onnxruntime-web-use-extern-wasm', 'import', 'module', 'browser', 'default'],
        },
        build: {
          outDir: resolve('out/web'),
          emptyOutDir: true,
          target: 'chrome130',
          modulePreload: false,
          assetsInlineLimit: 0,
          reportCompressedSize: false,
          rollupOptions: { output },
        },
        worker: { format: 'es', rollupOptions: { output } },
      });
    },
  };
}
