/** Entry of the page's worker, which runs a model and nothing else. */
import { watchConsole } from './console-trace.ts';
import { serve } from './serve.ts';

// Before ONNX Runtime is loaded: its WebAssembly keeps the function that it finds.
watchConsole();
addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port !== undefined) serve(port);
  },
  { once: true },
);
postMessage('loaded');
