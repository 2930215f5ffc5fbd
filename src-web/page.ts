/** The hidden page: it starts one worker, and hands it the port that main sent. Models never run here. */
import type { PageNotice } from '#core/worker/page-messages.ts';
import workerAddress from './worker.ts?worker&url';

/** The one address that the page's policy lets become a script. */
const policy = trustedTypes.createPolicy('joulemark-worker', {
  createScriptURL: (address) => {
    if (address === workerAddress) return address;
    throw new TypeError(`${address} is not the worker`);
  },
});

addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port !== undefined) start(port);
  },
  { once: true },
);

function start(port: MessagePort): void {
  const address = policy.createScriptURL(workerAddress) as unknown as string;
  const worker = new Worker(address, { type: 'module', name: 'joulemark' });
  // Its first message says that it was loaded; until then it cannot tell what is wrong by itself.
  worker.addEventListener('message', () => worker.postMessage(null, [port]), { once: true });
  worker.addEventListener('error', ({ message }) => {
    const reason = message || 'it could not be loaded';
    port.postMessage({ kind: 'failed', reason: `the page's worker: ${reason}` } satisfies PageNotice);
  });
}
