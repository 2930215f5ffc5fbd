/** Loads the build of onnxruntime-web that a provider needs. A page loads one, once. */
import type * as Ort from 'onnxruntime-web';
import gpuModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import gpuWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import plainModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import type { Provider } from '#core/configuration.ts';
import { Fault } from '#core/errors.ts';

export type OrtRuntime = typeof Ort;

interface Build {
  load(): Promise<OrtRuntime>;
  readonly mjs: string;
  readonly wasm: string;
}

const PLAIN: Build = { load: () => import('onnxruntime-web/wasm'), mjs: plainModule, wasm: plainWasm };
/** Can wait for a GPU in the middle of WebAssembly; half again as slow to start, so not used without need. */
const WAITING: Build = { load: () => import('onnxruntime-web/webgpu'), mjs: gpuModule, wasm: gpuWasm };

const BUILDS: Partial<Record<Provider, Build>> = { wasm: PLAIN, 'web-webgpu': WAITING, webnn: WAITING };

/** ONNX Runtime's level: errors only. Its warnings are about graphs, for those who make them. */
const LOG_LEVEL = 'error';

/** `threads` counts the one that calls. */
export async function loadRuntime(provider: Provider, threads: number): Promise<OrtRuntime> {
  const build = BUILDS[provider];
  if (build === undefined) throw new Fault('internal', `${provider} does not run in a browser page`);
  if (threads > 1 && !crossOriginIsolated) {
    throw new Fault('internal', 'The page is not isolated, so WebAssembly cannot use threads.');
  }
  const ort = await build.load();
  ort.env.logLevel = LOG_LEVEL;
  ort.env.wasm.numThreads = threads;
  ort.env.wasm.wasmPaths = { mjs: absolute(build.mjs), wasm: absolute(build.wasm) };
  return ort;
}

/** It asks for its files relative to the script that holds it; these are relative to the page. */
const absolute = (address: string): string => new URL(address, location.href).href;
