/** Entry of the page's worker, which runs a model and nothing else. */
import { watchConsole } from './console-trace.ts';
import { answerProfile, isProfileRequest } from './profile.ts';
import { serve } from './serve.ts';

// Before ONNX Runtime is loaded: its WebAssembly keeps the function that it finds.
watchConsole();
addEventListener(
  'message',
  ({ data, ports: [port] }) => {
    if (port !== undefined) serve(port);
    else if (isProfileRequest(data)) void answerProfile(data).then((reply) => postMessage(reply));
  },
  { once: true },
);
postMessage('loaded');
