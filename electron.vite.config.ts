import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

/** One build for everything that runs in Node or in Electron's processes: shared code is bundled once. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node20',
      sourcemap: true,
      externalizeDeps: true,
      rollupOptions: {
        input: {
          app: 'src-main/app/main.ts',
          'bench-process': 'src-main/app/bench-process.ts',
          worker: 'src-main/inference/worker/main.ts',
          cli: 'src-main/cli/main.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload can require nothing but Electron, and must be CommonJS.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: 'src-main/preload/preload.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src-renderer',
    // Absolute, because the development server takes it from `root` and the build from here.
    build: { outDir: 'out/renderer', rollupOptions: { input: resolve('src-renderer/index.html') } },
    plugins: [svelte({ configFile: false })],
  },
});
