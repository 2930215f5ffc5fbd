/** What the pages that run models may do: their own files and a worker, and nothing else. */

const EVERYWHERE = [
  "default-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  // The model, which main serves below the page's own origin.
  "connect-src 'self'",
  "worker-src 'self'",
];

/** The page makes one script of an address, its worker. */
const IN_PAGE = ["script-src 'self'", "require-trusted-types-for 'script'", 'trusted-types joulemark-worker'];

/**
 * A worker has the policy of its own script. ONNX Runtime compiles WebAssembly in it, starts threads, and for WebNN makes
 * functions from text (Emscripten's calls from C++ to JavaScript objects), which takes more than `wasm-unsafe-eval`.
 */
const IN_WORKER = ["script-src 'self' 'unsafe-eval'"];

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

/** `extension` without its dot; what is not known is bytes. */
export function webHeaders(extension: string): Readonly<Record<string, string>> {
  const policy = [...EVERYWHERE, ...(extension === 'html' ? IN_PAGE : IN_WORKER)];
  return {
    'Content-Security-Policy': policy.join('; '),
    'Content-Type': MEDIA_TYPES[extension] ?? 'application/octet-stream',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    // Isolated, so that WebAssembly has threads and the clock its finest steps.
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}
