/* global addEventListener, postMessage */
import { serve } from './loop.mjs';

addEventListener('message', ({ ports: [port] }) => {
  if (port !== undefined) serve(port);
});
postMessage('loaded');
