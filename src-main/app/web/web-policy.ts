/** What the pages that run models may do: their own files, WebAssembly and workers from them, and nothing else. */

const ALLOWED = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  // The model, which main serves below the page's own origin.
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/** The page makes one script of an address, its worker. ONNX Runtime in the worker knows no Trusted Types. */
const PAGE_ONLY = ["require-trusted-types-for 'script'", 'trusted-types joulemark-worker'];

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
};

/** `extension` without its dot; what is not known is bytes. */
export function webHeaders(extension: string): Readonly<Record<string, string>> {
  const policy = extension === 'html' ? [...ALLOWED, ...PAGE_ONLY] : ALLOWED;
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
