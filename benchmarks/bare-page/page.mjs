/* global addEventListener, location, Worker */
/** Runs the loop in the page itself or, with `?worker`, in a worker. */
import { serve } from './loop.mjs';

addEventListener('message', ({ ports: [port] }) => {
  if (port === undefined) return;
  if (location.search !== '?worker') {
    serve(port);
    return;
  }
  const worker = new Worker('/worker.mjs', { type: 'module' });
  worker.addEventListener('message', () => worker.postMessage(null, [port]), { once: true });
});
